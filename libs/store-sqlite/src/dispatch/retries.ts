import type { RetryStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { plannedColumns, readPlanned } from './planned-delivery.ts';
import type { PlannedRow } from './planned-delivery.ts';

interface NextRetryRow {
  readonly endpointId: string;
  readonly atMs: number;
}

/** Finds what waits for a retry, per endpoint. */
export function createRetries(database: Database, fences: FenceGuard): RetryStore {
  const { connection } = database;
  const first = connection
    .prepare<[string, number, number], number>(
      `SELECT d.next_attempt_at_ms FROM deliveries AS d INDEXED BY deliveries_due
       CROSS JOIN resends AS r ON r.id = d.resend_id
       WHERE d.endpoint_id = ? AND d.state = 'RETRYING'
         AND d.next_attempt_at_ms BETWEEN ? AND ? AND r.control = 'RUNNING'
       ORDER BY d.next_attempt_at_ms LIMIT 1`,
    )
    .pluck();
  const due = connection.prepare<[string, number, number, number], PlannedRow>(
    `SELECT ${plannedColumns} FROM deliveries AS d INDEXED BY deliveries_due
     CROSS JOIN resends AS r ON r.id = d.resend_id
     CROSS JOIN events AS e ON e.seq = d.event_seq
     WHERE d.endpoint_id = ? AND d.state = 'RETRYING' AND d.next_attempt_at_ms BETWEEN ? AND ?
       AND r.control = 'RUNNING'
     ORDER BY d.next_attempt_at_ms LIMIT ?`,
  );
  const dueAfter = connection
    .prepare<[string, number], number | null>(
      `SELECT min(next_attempt_at_ms) FROM deliveries INDEXED BY deliveries_due
       WHERE endpoint_id = ? AND state = 'RETRYING' AND next_attempt_at_ms > ?`,
    )
    .pluck();
  const nextEndpoint = connection.prepare<[string], NextRetryRow>(
    `SELECT endpoint_id AS endpointId, next_attempt_at_ms AS atMs
     FROM deliveries INDEXED BY deliveries_due
     WHERE state = 'RETRYING' AND endpoint_id > ?
     ORDER BY endpoint_id, next_attempt_at_ms LIMIT 1`,
  );
  const expedite = connection.prepare<[number, string, number, number]>(
    `UPDATE deliveries INDEXED BY deliveries_due SET next_attempt_at_ms = ?
     WHERE endpoint_id = ? AND state = 'RETRYING' AND next_attempt_at_ms > ? LIMIT ?`,
  );

  return {
    earliestDueAt: async (endpointId, fromMs, nowMs) =>
      first.get(endpointId, fromMs, nowMs) ?? null,
    loadDue: async (endpointId, fromMs, nowMs, limit) =>
      readPlanned(due.iterate(endpointId, fromMs, nowMs, limit.rows), limit),
    earliestDueAfter: async (endpointId, afterMs) => dueAfter.get(endpointId, afterMs) ?? null,
    // One seek per endpoint, however many retries it has.
    async nextRetryByEndpoint(afterEndpointId, limit) {
      const found: NextRetryRow[] = [];
      while (found.length < limit) {
        const row = nextEndpoint.get(found.at(-1)?.endpointId ?? afterEndpointId);
        if (row === undefined) break;
        found.push(row);
      }
      return found;
    },
    expedite: async (fence, endpointId, nowMs, limit) =>
      database.write(() => {
        fences.assert(fence);
        return expedite.run(nowMs, endpointId, nowMs, limit).changes;
      }),
  };
}
