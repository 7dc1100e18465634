import type { ResendProgress } from '@webhooks/domain';
import { toResendProgress } from '@webhooks/store-kit';
import type { EndpointProgressRow, ProgressedRow } from '@webhooks/store-kit';

import { isUnproven } from '../catalog/endpoint-proofs.ts';
import type { Database } from '../sql/database.ts';

/** Earlier events of an object that are looked at. */
const EARLIER_EVENTS = 100;

interface NextRow {
  readonly seq: number;
  readonly occurredAtUs: number;
  readonly resendType: string;
  readonly objectReferenceId: number | null;
}

/** Reads how far resends are at their endpoints from what was counted as outcomes were recorded. */
export function createEndpointProgress({
  connection,
}: Database): (ids: readonly number[], expiresAfterMs: number, nowMs: number) => ResendProgress[] {
  const resends = connection.prepare<[string], ProgressedRow>(
    `SELECT r.id, r.total, r.planned, r.plan_done, r.delivered, r.failed, r.control, r.runs_from_ms,
       r.max_rate_per_second, r.sample_state, r.finished_at_ms
     FROM json_each(?) CROSS JOIN resends AS r ON r.id = json_each.value`,
  );
  const endpoints = connection.prepare<[number], EndpointProgressRow>(
    `SELECT p.*, e.max_rate_per_second, ${isUnproven} AS is_unproven,
       (SELECT b.retry_at_ms FROM endpoint_breakers AS b WHERE b.endpoint_id = p.endpoint_id)
         AS retry_at_ms
     FROM resend_endpoints AS p CROSS JOIN endpoints AS e ON e.id = p.endpoint_id
     WHERE p.resend_id = ?`,
  );
  const next = connection.prepare<[number, string], NextRow>(
    `SELECT e.seq, e.occurred_at_us AS occurredAtUs, e.resend_type AS resendType,
       e.object_reference_id AS objectReferenceId
     FROM deliveries AS w INDEXED BY deliveries_waiting CROSS JOIN events AS e ON e.seq = w.event_seq
     WHERE w.resend_id = ? AND w.endpoint_id = ? AND w.state = 'PENDING'
     ORDER BY w.position LIMIT 1`,
  );
  const earlier = connection
    .prepare<[string, number, number, number, string, number], number>(
      `SELECT 1 FROM (SELECT seq FROM events INDEXED BY events_by_object
         WHERE resend_type = ? AND object_reference_id = ? AND (occurred_at_us, seq) < (?, ?)
         ORDER BY occurred_at_us DESC, seq DESC LIMIT ${EARLIER_EVENTS})
       CROSS JOIN deliveries AS w INDEXED BY deliveries_by_event
         ON w.event_seq = seq AND w.endpoint_id = ? AND w.resend_id = ?
       WHERE w.state = 'RETRYING' LIMIT 1`,
    )
    .pluck();

  function awaitsOrder(resendId: number, endpointId: string): boolean {
    const row = next.get(resendId, endpointId);
    if (row === undefined || row.objectReferenceId === null) return false;
    const { resendType: type, objectReferenceId: object, occurredAtUs, seq } = row;
    return earlier.get(type, object, occurredAtUs, seq, endpointId, resendId) !== undefined;
  }

  return (ids, expiresAfterMs, nowMs) =>
    resends.all(JSON.stringify(ids)).map((row) =>
      toResendProgress(row, endpoints.all(row.id), {
        awaitsOrder: (endpointId) => awaitsOrder(row.id, endpointId),
        expiresAtMs: row.runs_from_ms + expiresAfterMs,
        nowMs,
      }),
    );
}
