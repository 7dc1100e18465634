import type { NotificationItem } from '../../v3/notification-item.ts';
import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { OUTCOMES, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

const notification: NotificationItem = {
  endpoint_id: 'ep_17_notices',
  state: 'DELIVERED',
  reason: null,
  attempts: 1,
  last_http_status: 204,
  last_error_class: null,
  created_at: '2026-05-12T10:33:20.001Z',
  next_attempt_at: null,
  settled_at: '2026-05-12T10:33:20.104Z',
};

export const listNotices: Operation = {
  method: 'get',
  path: `${RESEND_PATH}/notices`,
  operationId: 'listNotices',
  tag: OUTCOMES,
  summary: 'See who was told that a resend is settled',
  description:
    'An endpoint with `type_webhook` `resend.finished` is told when a resend of its account is ' +
    'settled, with its counts. Nobody is told where there is none.',
  parameters: [resendId],
  successes: { 200: { description: 'The notices.', schema: 'Notices' } },
  examples: {
    told: {
      summary: 'One that is settled',
      request: { path: { id: 7890 } },
      status: 200,
      answer: { results: [notification] },
    },
  },
  refusals: { resend_not_found: resendNotFound, unknown_parameter: UNKNOWN_PARAMETER },
};
