import { DELIVERY_LIST_PARAMETERS } from '@webhooks/validation';

import { deliveryCsv, deliveryLine } from '../../v3/delivery-csv.ts';
import { ref } from '../../v3/schemas/json-schema.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleDelivery } from './sample-answers.ts';
import {
  CSV,
  NDJSON,
  OUTCOMES,
  queryParameters,
  RESEND_PATH,
  resendId,
  resendNotFound,
  WHOLE_LIST,
  wholeWithLimit,
} from './shared.ts';

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
    'out; then by `endpoint_id`. All filters that are given hold. One call looks at 1,000 ' +
    'deliveries at most: with filters that let few through, a page may be short or empty and lead ' +
    `to a next one all the same. ${WHOLE_LIST} A line has the \`id\` that \`cursor_id\` continues ` +
    'behind. In CSV, an apostrophe stands before text that a spreadsheet would take for a formula.',
  parameters: [
    resendId,
    ...queryParameters(
      DELIVERY_LIST_PARAMETERS,
      {
        limit: 'Rows of a page.',
        cursor_id: 'From a link of an earlier page.',
        cursor_direction: 'NEXT: later ones. PREVIOUS: earlier ones. In any letter case.',
        state: 'Only deliveries in this state.',
        endpoint_id: 'Only deliveries to this endpoint.',
        event_type: 'Only deliveries of events of this type.',
        event_id: 'Only deliveries of this event.',
        http_status: 'Only deliveries whose last attempt was answered so.',
        error_class: 'Only deliveries whose last attempt failed so.',
      },
      { state: ref('DeliveryState'), error_class: ref('ErrorClass') },
    ),
  ],
  successes: {
    200: {
      description: 'A page of deliveries.',
      schema: 'DeliveryPage',
      whole: { types: [NDJSON, CSV], row: 'Delivery' },
    },
  },
  examples: {
    all: { summary: 'All', request: { path: { id: 7890 } }, status: 200, answer },
    failed: {
      summary: 'Those that failed',
      request: { path: { id: 7890 }, query: { state: 'FAILED' } },
      status: 200,
      answer,
    },
    lines: {
      summary: 'All that failed, one JSON document a line',
      request: { path: { id: 7890 }, query: { state: 'FAILED' }, headers: { Accept: NDJSON } },
      status: 200,
      answer: `${JSON.stringify(sampleDelivery)}\n`,
    },
    spreadsheet: {
      summary: 'All of them for a spreadsheet',
      request: { path: { id: 7890 }, headers: { Accept: CSV } },
      status: 200,
      answer: `${deliveryCsv.head}${deliveryLine(sampleDelivery)}`,
    },
    answered: {
      summary: 'Those that one endpoint answered with 500',
      request: { path: { id: 7890 }, query: { endpoint_id: 'ep_17_in', http_status: 500 } },
      status: 200,
      answer,
    },
  },
  refusals: {
    resend_not_found: resendNotFound,
    whole_with_limit: wholeWithLimit,
    state: {
      code: 'validation_error',
      summary: 'A state that does not exist',
      request: { query: { state: 'LOST' } },
      violation: ['state', 'must be PENDING, DELIVERED, FAILED, RETRYING, CANCELLED or SKIPPED'],
    },
  },
};
