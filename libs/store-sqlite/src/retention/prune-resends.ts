import type { Database } from '../sql/database.ts';

/** Removes resends of which nothing but the counts is left; false when no more is due. */
export function createResendPruner(
  database: Database,
): (finishedBeforeMs: number, limit: number) => Promise<boolean> {
  const { connection } = database;
  const next = connection
    .prepare<[number], number>(
      `SELECT id FROM resends INDEXED BY resends_by_kept
       WHERE kept = 'COUNTS' AND finished_at_ms IS NOT NULL AND finished_at_ms < ?
       ORDER BY finished_at_ms, id LIMIT 1`,
    )
    .pluck();
  const manyOfEach = [
    'resend_endpoints',
    'resend_replaced_endpoints',
    'resend_entries',
    'resend_keys',
  ].map((table) =>
    connection.prepare<[number, number]>(`DELETE FROM ${table} WHERE resend_id = ? LIMIT ?`),
  );
  const removals = [
    `DELETE FROM idempotency_keys WHERE resend_id = ?`,
    `DELETE FROM outbox WHERE resend_id = ?`,
    `DELETE FROM resends WHERE id = ?`,
  ].map((text) => connection.prepare<[number]>(text));

  /** Rows that were removed, all of the resend's when they are less than the limit. */
  function remove(id: number, limit: number): number {
    let removed = 0;
    for (const removal of manyOfEach) {
      removed += removal.run(id, limit - removed).changes;
      if (removed === limit) return removed;
    }
    for (const removal of removals) removed += removal.run(id).changes;
    return removed;
  }

  return (finishedBeforeMs, limit) =>
    database.writeQueued(() => {
      for (let removed = 0; removed < limit;) {
        const id = next.get(finishedBeforeMs);
        if (id === undefined) return false;
        removed += remove(id, limit - removed);
      }
      return true;
    });
}
