import { EVENT_LIST_PARAMETERS } from '@webhooks/validation';

import { ref } from '../../v3/schemas/json-schema.ts';
import type { Operation } from '../operation/operation.ts';
import { sampleEventItem } from './sample-event.ts';
import {
  endpointNotFound,
  EVENTS,
  EVENTS_PATH,
  NDJSON,
  queryParameters,
  WHOLE_LIST,
  wholeWithLimit,
} from './shared.ts';

const answer = { next: null, previous: null, results: [sampleEventItem] };

export const listEvents: Operation = {
  method: 'get',
  path: EVENTS_PATH,
  operationId: 'listEvents',
  tag: EVENTS,
  summary: 'List recorded events',
  description:
    'Those of every account that you have access to, in the order in which they were recorded, ' +
    'newest first: what comes late is found at the front, whenever it happened. Filters that are ' +
    'given all hold. One call looks at a few thousand events and no further: with filters that ' +
    'leave out many, a page may hold less than it could, or nothing, and still have a `next`. ' +
    `${WHOLE_LIST} A line has the \`sequence\` that \`cursor_id\` continues behind.`,
  parameters: queryParameters(
    EVENT_LIST_PARAMETERS,
    {
      limit: 'Rows of a page.',
      cursor_id: 'From a link of an earlier page, or the `sequence` of an event.',
      cursor_direction: 'NEXT: recorded earlier. PREVIOUS: recorded later. In any letter case.',
      account_mirror_id: 'Only events of this account.',
      resend_type: 'Only cash-in or only cash-out.',
      object_reference_id: 'Only events of this QR Code or Transaction; needs `resend_type`.',
      start_datetime: 'Only events that happened then or later.',
      end_datetime: 'Only events that happened then or earlier.',
      event_types: 'Only events of these types, with commas between.',
      endpoint_id: 'Only events that this endpoint wants.',
      end_to_end_id: 'Only events that have this key; one of the four keys at most.',
      tx_id: 'Only events that have this key.',
      correlation_id: 'Only events that have this key.',
      tag: 'Only events that have this key.',
      delivery_state:
        'Only events that a resend with this state, of the same account, types and endpoint, would ' +
        'send now. ALL: those that none would send, too.',
      include_in_hand:
        'With `UNDELIVERED` alone: also what its sender still retries, or another resend holds.',
    },
    { resend_type: ref('ResendType'), delivery_state: ref('DeliveryStateFilter') },
  ),
  successes: {
    200: {
      description: 'A page of events.',
      schema: 'EventPage',
      whole: { types: [NDJSON], row: 'EventItem' },
    },
  },
  examples: {
    all: { summary: 'All', request: {}, status: 200, answer },
    object: {
      summary: 'Those of one QR Code',
      request: { query: { resend_type: 'CASHIN', object_reference_id: 12345 } },
      status: 200,
      answer,
    },
    undelivered: {
      summary: 'What one endpoint never got',
      request: { query: { endpoint_id: 'ep_17_in', delivery_state: 'UNDELIVERED' } },
      status: 200,
      answer: { ...answer, results: [] },
    },
    in_hand: {
      summary: 'The same with what somebody is at',
      request: {
        query: {
          ...{ endpoint_id: 'ep_17_in', delivery_state: 'UNDELIVERED', include_in_hand: true },
        },
      },
      status: 200,
      answer: { ...answer, results: [] },
    },
    lines: {
      summary: 'All that happened to a QR Code, one JSON document a line',
      request: {
        query: { resend_type: 'CASHIN', object_reference_id: 12345 },
        headers: { Accept: NDJSON },
      },
      status: 200,
      answer: `${JSON.stringify(sampleEventItem)}\n`,
    },
    key: {
      summary: 'What is known of a payment',
      request: { query: { end_to_end_id: 'E1234567820260502130000000000001' } },
      status: 200,
      answer,
    },
    range: {
      summary: 'What one endpoint wants of a day',
      request: {
        query: {
          endpoint_id: 'ep_17_in',
          start_datetime: '2026-05-02T00:00:00Z',
          end_datetime: '2026-05-02T23:59:59Z',
          event_types: 'QR_CODE_COPY_AND_PASTE_PAID,PIX_CASHIN_RECEIVED',
        },
      },
      status: 200,
      answer,
    },
  },
  refusals: {
    endpoint_not_found: { ...endpointNotFound, request: { query: { endpoint_id: 'ep_nowhere' } } },
    whole_with_limit: wholeWithLimit,
    two_keys: {
      code: 'validation_error',
      summary: 'Two keys',
      request: { query: { tx_id: 'a', tag: 'b' } },
      violation: ['tag', 'must not be given beside tx_id'],
    },
    object_without_type: {
      code: 'validation_error',
      summary: 'A number that a QR Code and a Transaction may have alike',
      request: { query: { object_reference_id: 12345 } },
      violation: ['resend_type', 'is required when object_reference_id is given', 'required'],
    },
  },
};
