import type { DeliveryState } from '@webhooks/domain';

import type { ResendStatisticsBody } from '../resend-statistics-body.ts';
import { httpStatus } from './delivery-schema.ts';
import {
  arrayOf,
  count,
  type JsonSchema,
  objectOf,
  orNull,
  ref,
  text,
  time,
} from './json-schema.ts';
import { receiptCounts } from './resend-schema.ts';

const byState: Readonly<Record<DeliveryState, JsonSchema>> = {
  PENDING: count('Not attempted yet, or on the wire.'),
  RETRYING: count('Waiting for the next attempt.'),
  DELIVERED: count('Answered with 2xx.'),
  FAILED: count('Attempted to the end of the schedule, or expired.'),
  SKIPPED: count('Not sent: the endpoint was disabled.'),
  CANCELLED: count('Settled by a cancellation.'),
};

export const deliveriesByStateSchema = objectOf('Deliveries in each state.', byState);

export const attemptFailuresSchema = objectOf('Attempts that failed alike.', {
  error_class: ref('ErrorClass'),
  http_status: orNull(httpStatus),
  count: count('How many there were.'),
});

export const receiptCountSchema = objectOf(
  'Delivered events of one type at one endpoint, by what its receiver said of them.',
  {
    endpoint_id: text('The endpoint.'),
    event_type: text('The type.'),
    ...receiptCounts,
  },
);

export const settledBucketSchema = objectOf(
  'Deliveries that were settled within one stretch of time.',
  {
    start: time('When it begins.'),
    delivered: count('Answered by the receiver with 2xx.'),
    failed: count('Settled without success; skipped and cancelled ones included.'),
  },
);

/** What became of a resend. */
export const resendStatisticsSchema = objectOf<ResendStatisticsBody>('What became of a resend.', {
  by_state: ref('DeliveriesByState'),
  failures: arrayOf(
    ref('AttemptFailures'),
    'Most attempts first; empty when deliveries are no longer kept.',
  ),
  receipts: arrayOf(
    ref('ReceiptCount'),
    'By endpoint and event type; empty when deliveries are no longer kept.',
  ),
  bucket_seconds: count('Length of each stretch of time.'),
  over_time: arrayOf(
    ref('SettledBucket'),
    'In order; stretches without any are left out. Empty when deliveries are no longer kept.',
  ),
});
