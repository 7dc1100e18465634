import type { Delivery, DeliveryReason, DeliveryState, ErrorClass } from '@webhooks/domain';

/** A delivery with what a list shows of its event. */
export interface DeliveryRow {
  readonly resend_id: number;
  readonly position: number;
  readonly event_id: string;
  readonly event_type: string;
  readonly occurred_at_us: number;
  readonly object_reference_id: number | null;
  readonly endpoint_id: string;
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: ErrorClass | null;
  readonly duplicate: 0 | 1 | null;
  readonly next_attempt_at_ms: number | null;
  readonly settled_at_ms: number | null;
}

/** A row as its owner sees it. */
export function toDelivery(row: DeliveryRow): Delivery {
  return {
    resendId: row.resend_id,
    position: row.position,
    eventId: row.event_id,
    eventType: row.event_type,
    eventOccurredAtUs: row.occurred_at_us,
    objectReferenceId: row.object_reference_id,
    endpointId: row.endpoint_id,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    lastHttpStatus: row.last_http_status,
    lastErrorClass: row.last_error_class,
    isDuplicate: row.duplicate === null ? null : row.duplicate === 1,
    nextAttemptAtMs: row.next_attempt_at_ms,
    settledAtMs: row.settled_at_ms,
  };
}
