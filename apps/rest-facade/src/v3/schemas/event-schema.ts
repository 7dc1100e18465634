import type { OriginalOutcome } from '@webhooks/domain';

import type {
  EndpointRequestItem,
  EventDeliveryItem,
  EventDetail,
  EventHistoryItem,
  HeaderItem,
} from '../event-detail.ts';
import type { EventItem, EventKeysItem } from '../event-item.ts';
import { deliveryFields } from './delivery-schema.ts';
import {
  arrayOf,
  count,
  id,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';

export const originalOutcomeSchema = oneOf<OriginalOutcome>(
  { DELIVERED: true, FAILED: true, NEVER_ATTEMPTED: true },
  'How the original delivery ended, as the platform recorded it.',
);

export const eventKeysSchema = objectOf<EventKeysItem>('What else it is known by; null: not set.', {
  end_to_end_id: orNull(text('Of the payment, as the participants know it.')),
  tx_id: orNull(text('Of the charge, as the receiver of the money chose it.')),
  correlation_id: orNull(text('Of the request that it came of.')),
  tag: orNull(text('Anything else that events have in common.')),
});

const eventFields = {
  id: text('The same in `webhook-id` of every delivery of the event.'),
  sequence: id('Position in the order in which events were recorded; grows, with gaps.'),
  account_mirror_id: id('The account that it belongs to.'),
  source_account_branch_identifier: text('Branch of that account.'),
  source_account_number: text('Number of that account.'),
  resend_type: ref('ResendType'),
  object_reference_id: orNull(id('QR Code ID or Transaction ID; null when it has none.')),
  event_type: text('Such as QR_CODE_COPY_AND_PASTE_PAID; the list is open.'),
  occurred_at: time('When it happened.'),
  original_outcome: orNull(ref('OriginalOutcome'), 'Null: unknown.'),
  payload_bytes: count('Length of its body.'),
  source_account_name: orNull(text('What people call that account; null: nothing is known.')),
  keys: ref('EventKeys'),
} as const satisfies Record<keyof EventItem, JsonSchema>;

/** An event in a list. */
export const eventItemSchema = objectOf<EventItem>(
  'A recorded event, without its body.',
  eventFields,
);

/** A header as it would be sent. */
export const headerSchema = objectOf<HeaderItem>('A header as it would be sent.', {
  name: text('Spelled as it is sent.'),
  value: text('`***` stands for a token or a signature, and for the ID that the resend will have.'),
});

/** What an endpoint would get. */
export const endpointRequestSchema = objectOf<EndpointRequestItem>(
  'What an endpoint would get with the first attempt of a resend now.',
  {
    endpoint_id: text('The endpoint.'),
    url: text('Where it is, without what is secret in it.'),
    headers: arrayOf(ref('SentHeader'), 'In their order, without those of the connection.'),
  },
);

/** A delivery of the event, with its attempts. */
export const eventDeliverySchema = objectOf<EventDeliveryItem>(
  'A delivery of the event in a resend.',
  {
    resend_id: id('The resend.'),
    ...deliveryFields,
    attempt_log: arrayOf(ref('Attempt'), 'First to last; empty once they are no longer kept.'),
  },
);

/** What became of the event. */
export const eventHistorySchema = objectOf<EventHistoryItem>('What became of it in resends.', {
  next: orNull({
    type: 'string',
    format: 'uri',
    description: 'The event with the part of its history before this one; null: that is all.',
  }),
  results: arrayOf(ref('EventDelivery'), 'Newest resend first.'),
});

/** An event in full. */
export const eventDetailSchema = objectOf<EventDetail>(
  'A recorded event with its body, what would be sent, and what became of it.',
  {
    ...eventFields,
    payload: { type: 'string', contentEncoding: 'base64', description: 'The exact body.' },
    payload_text: orNull(text('The same where it is UTF-8 text.')),
    requests: arrayOf(
      ref('EndpointRequest'),
      'To the enabled endpoints that want it, by endpoint; at most 50.',
    ),
    history: ref('EventHistory'),
  },
);
