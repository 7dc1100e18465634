import { UNKNOWN_PARAMETER } from '../operation/common-refusals.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleResend } from './sample-answers.ts';
import {
  CONTROL,
  idempotencyKey,
  outcomeUnknown,
  outcomeUnknownWithKey,
  RESEND_PATH,
  resendId,
  resendNotFound,
} from './shared.ts';

const request = { path: { id: 7890 } };

export const retryFailed: Operation = {
  method: 'post',
  path: `${RESEND_PATH}/retry-failed`,
  operationId: 'retryFailed',
  tag: CONTROL,
  summary: 'Resend what failed',
  description:
    'A new resend of exactly the deliveries of a settled one that did not succeed: failed, ' +
    'skipped, cancelled. No body.',
  parameters: [resendId, idempotencyKey],
  successes: {
    200: {
      description: 'Accepted and durable. `Location` is the path of the new resend.',
      headers: ['Location'],
      schema: 'Acted',
    },
  },
  examples: {
    settled: {
      summary: 'Of one that is settled',
      request,
      status: 200,
      answer: {
        worked: true,
        detail: 'Webhook resend request created. ID: 7891',
        resend: { ...sampleResend, id: 7891, status: 'PENDING', retry_of: 7890 },
      },
    },
  },
  refusals: {
    resend_not_found: resendNotFound,
    resend_not_settled: {
      code: 'resend_not_settled',
      summary: 'Of one that still has deliveries to make',
      request,
    },
    deliveries_pruned: {
      code: 'deliveries_pruned',
      summary: 'Of one whose deliveries are no longer kept',
      request,
    },
    unknown_parameter: UNKNOWN_PARAMETER,
    outcome_unknown: { ...outcomeUnknown, request },
    outcome_unknown_with_key: {
      ...outcomeUnknownWithKey,
      request: { ...request, ...outcomeUnknownWithKey.request },
    },
  },
};
