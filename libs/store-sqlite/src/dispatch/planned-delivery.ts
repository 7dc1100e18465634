import type { PageLimit, PlannedDelivery, ResendType } from '@webhooks/domain';
import { readPage } from '@webhooks/store-kit';

/** What an attempt needs of a delivery and its event, in the order of plannedColumns. */
export interface PlannedRow {
  readonly resend_id: number;
  readonly position: number;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly resend_type: ResendType;
  readonly object_reference_id: number | null;
  readonly occurred_at_us: number;
  readonly payload: Buffer;
  readonly attempts: number;
  readonly closed_attempts: number;
}

/** Columns of PlannedRow over deliveries (d) and their events (e). */
export const plannedColumns = `d.resend_id, d.position, d.endpoint_id, e.id AS event_id,
  e.type AS event_type, e.resend_type, e.object_reference_id, e.occurred_at_us, e.payload, d.attempts,
  CASE WHEN d.attempts = 0 THEN 0 ELSE (
    SELECT count(*) FROM attempts AS a WHERE a.resend_id = d.resend_id
      AND a.position = d.position AND a.error_class = 'closed_before_answer'
  ) END AS closed_attempts`;

/** Reads deliveries up to a limit. */
export function readPlanned(rows: Iterable<PlannedRow>, limit: PageLimit): PlannedDelivery[] {
  return readPage(rows, limit).rows.map(toPlannedDelivery);
}

function toPlannedDelivery(row: PlannedRow): PlannedDelivery {
  return {
    resendId: row.resend_id,
    position: row.position,
    endpointId: row.endpoint_id,
    eventId: row.event_id,
    eventType: row.event_type,
    resendType: row.resend_type,
    objectReferenceId: row.object_reference_id,
    occurredAtUs: row.occurred_at_us,
    payload: row.payload,
    attempts: row.attempts,
    closedAttempts: row.closed_attempts,
  };
}
