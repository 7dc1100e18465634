import type { DeliveryReason, DeliveryState, ErrorClass } from '@webhooks/domain';

import type { AttemptItem } from '../attempt-item.ts';
import type { DeliveryItem } from '../delivery-item.ts';
import {
  count,
  flag,
  id,
  integer,
  type JsonSchema,
  objectOf,
  oneOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';

/** Every way in which an attempt fails. */
export const errorClasses: Readonly<Record<ErrorClass, true>> = {
  dns: true,
  connect_refused: true,
  connect_timeout: true,
  tls: true,
  timeout: true,
  reset: true,
  protocol: true,
  blocked_address: true,
  http_status: true,
  closed_before_answer: true,
  client_certificate_refused: true,
};

export const errorClassSchema = oneOf(errorClasses, 'Why an attempt did not succeed.');

export const httpStatus = {
  ...integer,
  minimum: 100,
  maximum: 999,
  description: 'What the receiver answered; null when no answer came.',
} as const;

export const deliveryStateSchema = oneOf<DeliveryState>(
  {
    PENDING: true,
    DELIVERED: true,
    FAILED: true,
    RETRYING: true,
    CANCELLED: true,
    SKIPPED: true,
  },
  'DELIVERED, FAILED, CANCELLED and SKIPPED are final. RETRYING waits for `next_attempt_at`.',
);

export const deliveryReasonSchema = oneOf<DeliveryReason>(
  {
    expired: true,
    cancelled: true,
    endpoint_gone: true,
    endpoint_disabled: true,
    endpoint_deleted: true,
  },
  'Why it was settled before its schedule was used up.',
);

/** Fields of a delivery, wherever it is shown. */
export const deliveryFields = {
  id: id('Position within the resend, from 1.'),
  event_id: text('The same in `webhook-id` of every delivery of the event.'),
  event_type: text('Such as QR_CODE_COPY_AND_PASTE_PAID; the list is open.'),
  event_occurred_at: time('When it happened.'),
  object_reference_id: orNull(id('QR Code ID or Transaction ID; null when it has none.')),
  endpoint_id: text('Where it goes.'),
  state: ref('DeliveryState'),
  reason: orNull(ref('DeliveryReason'), 'Null unless it was settled before its time.'),
  attempts: count('HTTP requests so far.'),
  last_http_status: orNull(httpStatus),
  last_error_class: orNull(ref('ErrorClass'), 'Null after a success.'),
  duplicate: orNull(
    flag('`webhook-duplicate` of the answer: true, the receiver had it before. Null: not said.'),
  ),
  next_attempt_at: orNull(time('When it is tried again.')),
  settled_at: orNull(time('When it was settled.')),
} as const satisfies Record<keyof DeliveryItem, JsonSchema>;

/** A delivery of a resend. */
export const deliveryItemSchema = objectOf<DeliveryItem>(
  'One event for one endpoint.',
  deliveryFields,
);

/** What an HTTP request came to. */
const attemptFields = {
  started_at: time('When it began.'),
  duration_ms: count('Until its outcome was known, in milliseconds.'),
  http_status: orNull(httpStatus),
  error_class: orNull(ref('ErrorClass'), 'Null after a success.'),
  error_message: orNull(text('For people.')),
  response_snippet: orNull({
    type: 'string',
    contentEncoding: 'base64',
    description: 'The beginning of the response body, at most 4 KiB, exactly as it came.',
  }),
  response_snippet_text: orNull(text('The same where it is UTF-8 text.')),
};

/** An HTTP request of a delivery. */
export const attemptItemSchema = objectOf<AttemptItem>('One HTTP request.', {
  number: id('From 1 within the delivery.'),
  ...attemptFields,
});

/** The only HTTP request of a test event. */
export const testAttemptSchema = objectOf<Omit<AttemptItem, 'number'>>(
  'The HTTP request of a test event; secrets are masked in what it shows.',
  attemptFields,
);
