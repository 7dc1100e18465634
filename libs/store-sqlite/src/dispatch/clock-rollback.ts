import type { ClockRollbackStore, RetryCursor } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';

interface WaitingRow extends RetryCursor {
  /** When its last attempt ended, by the clock of that time. */
  readonly endedAtMs: number;
}

/** Finds retries that a clock scheduled which was ahead, and moves retries. */
export function createClockRollbackStore(
  database: Database,
  fences: FenceGuard,
): ClockRollbackStore {
  const { connection } = database;
  const waiting = connection.prepare<[string, number, number, number, number], WaitingRow>(
    `SELECT d.next_attempt_at_ms AS atMs, d.resend_id AS resendId, d.position,
            a.started_at_ms + a.duration_ms AS endedAtMs
     FROM deliveries AS d INDEXED BY deliveries_due
     CROSS JOIN attempts AS a
       ON a.resend_id = d.resend_id AND a.position = d.position AND a.number = d.attempts
     WHERE d.endpoint_id = ? AND d.state = 'RETRYING'
       AND (d.next_attempt_at_ms, d.resend_id, d.position) > (?, ?, ?)
     ORDER BY d.next_attempt_at_ms, d.resend_id, d.position LIMIT ?`,
  );
  const move = connection.prepare<[number, number, number, number]>(
    `UPDATE deliveries SET next_attempt_at_ms = ?
     WHERE resend_id = ? AND position = ? AND state = 'RETRYING' AND next_attempt_at_ms = ?`,
  );

  return {
    async retriesAheadOfClock(endpointId, after, nowMs, limit) {
      const { atMs, resendId, position } = after ?? { atMs: nowMs, resendId: 0, position: 0 };
      const rows = waiting.all(endpointId, atMs, resendId, position, limit);
      // One that is due before its attempt ended was put right before.
      const ahead = rows.filter(({ endedAtMs, atMs }) => endedAtMs > nowMs && atMs >= endedAtMs);
      const moves = ahead.map(({ endedAtMs, ...cursor }) => ({
        ...cursor,
        toMs: nowMs + cursor.atMs - endedAtMs,
      }));
      const last = rows.length < limit ? undefined : rows.at(-1);
      return { moves, next: last === undefined ? null : cursorOf(last) };
    },
    rescheduleRetries: async (fence, moves) =>
      database.write(() => {
        fences.assert(fence);
        for (const { toMs, resendId, position, atMs } of moves) {
          move.run(toMs, resendId, position, atMs);
        }
      }),
  };
}

function cursorOf({ atMs, resendId, position }: RetryCursor): RetryCursor {
  return { atMs, resendId, position };
}
