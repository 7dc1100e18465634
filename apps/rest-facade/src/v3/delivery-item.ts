import type { Delivery } from '@webhooks/domain';
import { formatMicros, formatMillis } from '@webhooks/validation';

/** A delivery of a resend as v3 callers see it. */
export interface DeliveryItem {
  /** Position within the resend, from 1. */
  readonly id: number;
  readonly event_id: string;
  readonly event_type: string;
  readonly event_occurred_at: string;
  readonly object_reference_id: number | null;
  readonly endpoint_id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: string | null;
  /** What the receiver said by webhook-duplicate; null when it did not. */
  readonly duplicate: boolean | null;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
}

/** Writes a delivery. */
export function toDeliveryItem(delivery: Delivery): DeliveryItem {
  const { nextAttemptAtMs, settledAtMs } = delivery;
  return {
    id: delivery.position,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    event_occurred_at: formatMicros(delivery.eventOccurredAtUs),
    object_reference_id: delivery.objectReferenceId,
    endpoint_id: delivery.endpointId,
    state: delivery.state,
    reason: delivery.reason,
    attempts: delivery.attempts,
    last_http_status: delivery.lastHttpStatus,
    last_error_class: delivery.lastErrorClass,
    duplicate: delivery.isDuplicate,
    next_attempt_at: nextAttemptAtMs === null ? null : formatMillis(nextAttemptAtMs),
    settled_at: settledAtMs === null ? null : formatMillis(settledAtMs),
  };
}
