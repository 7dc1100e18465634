import { RESEND_LIST_PARAMETERS } from '@webhooks/validation';

import { ref } from '../../v3/schemas/json-schema.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleItem } from './sample-answers.ts';
import { queryParameters, RESENDS, RESENDS_PATH } from './shared.ts';

const answer = { next: null, previous: null, results: [sampleItem] };

export const listResends: Operation = {
  method: 'get',
  path: RESENDS_PATH,
  operationId: 'listResends',
  tag: RESENDS,
  summary: 'List resends',
  description:
    'Those that you created, or those of anyone, of the accounts that you have access to now. ' +
    'Newest first. `next` and `previous` are followed as they are; rows that are added meanwhile ' +
    'neither repeat nor hide one. Counts are outcomes at the receivers, never "enqueued". One call ' +
    'looks at about 1,000 resends: with a `kind` or an object that few have, a page may be short or ' +
    'empty and lead to a next one all the same.',
  parameters: queryParameters(
    RESEND_LIST_PARAMETERS,
    {
      limit: 'Rows of a page.',
      cursor_id: 'From a link of an earlier page; only with `cursor_datetime`.',
      cursor_datetime: 'From a link of an earlier page; only with `cursor_id`.',
      cursor_direction: 'NEXT: older. PREVIOUS: newer. In any letter case.',
      status: 'Only resends of this status.',
      resend_type: 'Only resends of this type.',
      object_reference_id:
        'Only resends that were asked for of this QR Code or Transaction. With `resend_type` also ' +
        'those of ranges, lists and retries that have a delivery of it.',
      account_mirror_id: 'Only resends of this account.',
      created_by: 'Whose resends; without it your own.',
      kind: 'Only resends that cover such a set.',
      control: 'Only resends that are not settled, and of which this was asked last.',
      created_from: 'Only resends that were created then or later.',
      created_to: 'Only resends that were created then or earlier.',
    },
    {
      status: ref('ResendStatus'),
      resend_type: ref('ResendType'),
      created_by: ref('CreatedBy'),
      kind: ref('ResendKind'),
      control: ref('ResendControl'),
    },
  ),
  successes: { 200: { description: 'A page of resends.', schema: 'ResendPage' } },
  examples: {
    newest: { summary: 'The newest ones', request: {}, status: 200, answer },
    team: {
      summary: 'Those of all who have access',
      request: { query: { created_by: 'anyone', status: 'PROCESSING' } },
      status: 200,
      answer: { ...answer, results: [] },
    },
    failed: {
      summary: 'Those of one account that failed',
      request: { query: { status: 'FAILED', account_mirror_id: 17, limit: 50 } },
      status: 200,
      answer: { ...answer, results: [] },
    },
    containing: {
      summary: 'Those that have a delivery of a QR Code, bulk ones, too',
      request: { query: { resend_type: 'CASHIN', object_reference_id: 12345, kind: 'list' } },
      status: 200,
      answer: { ...answer, results: [] },
    },
    paused: {
      summary: 'Retries of a month that are paused',
      request: {
        query: {
          ...{ kind: 'retry', control: 'PAUSED' },
          ...{ created_from: '2026-05-01T00:00:00Z', created_to: '2026-05-31T23:59:59.999Z' },
        },
      },
      status: 200,
      answer: { ...answer, results: [] },
    },
  },
  refusals: {
    period: {
      code: 'validation_error',
      summary: 'A time that ends before it begins',
      request: {
        query: { created_from: '2026-05-02T00:00:00Z', created_to: '2026-05-01T00:00:00Z' },
      },
      violation: ['created_from', 'must not be after created_to'],
    },
    createdBy: {
      code: 'validation_error',
      summary: 'Neither yours nor those of anyone',
      request: { query: { created_by: 'them' } },
      violation: ['created_by', 'must be me or anyone'],
    },
    limit: {
      code: 'validation_error',
      summary: 'More than a page can have',
      request: { query: { limit: 101 } },
      violation: ['limit', 'must be an integer from 1 to 100'],
    },
  },
};
