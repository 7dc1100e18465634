import { DELIVERY_LIST_PARAMETERS } from '@webhooks/validation';

import { ref } from '../../v3/schemas/json-schema.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleDelivery } from './sample-answers.ts';
import { OUTCOMES, queryParameters, RESEND_PATH, resendId, resendNotFound } from './shared.ts';

const answer = { next: null, previous: null, results: [sampleDelivery] };

export const listDeliveries: Operation = {
  method: 'get',
  path: `${RESEND_PATH}/deliveries`,
  operationId: 'listDeliveries',
  tag: OUTCOMES,
  summary: 'List the deliveries of a resend',
  description:
    'One row for each event and endpoint, in the order in which those of an object are sent: by ' +
    '`event_occurred_at`; events of the same microsecond as they were recorded, first in first ' +
    'out; then by `endpoint_id`.',
  parameters: [
    resendId,
    ...queryParameters(
      DELIVERY_LIST_PARAMETERS,
      {
        limit: 'Rows of a page.',
        cursor_id: 'From a link of an earlier page.',
        cursor_direction: 'NEXT: later ones. PREVIOUS: earlier ones. In any letter case.',
        state: 'Only deliveries in this state.',
      },
      { state: ref('DeliveryState') },
    ),
  ],
  successes: { 200: { description: 'A page of deliveries.', schema: 'DeliveryPage' } },
  examples: {
    all: { summary: 'All', request: { path: { id: 7890 } }, status: 200, answer },
    failed: {
      summary: 'Those that failed',
      request: { path: { id: 7890 }, query: { state: 'FAILED' } },
      status: 200,
      answer,
    },
  },
  refusals: {
    resend_not_found: resendNotFound,
    state: {
      code: 'validation_error',
      summary: 'A state that does not exist',
      request: { query: { state: 'LOST' } },
      violation: ['state', 'must be PENDING, DELIVERED, FAILED, RETRYING, CANCELLED or SKIPPED'],
    },
  },
};
