import type { Database } from '../sql/database.ts';

/**
 * Removes old acts, those that were done first; false when less than the limit were old. Acts of a
 * time when the clock was ahead stay until they are old, and the acts behind them with them.
 */
export function createAuditPruner(
  database: Database,
): (beforeMs: number, limit: number) => Promise<boolean> {
  const { connection } = database;
  // What the triggers of the table ask: they let nothing newer go, and nothing at another time.
  const allow = connection.prepare<[number | null]>(
    `UPDATE audit_retention SET before_ms = ? WHERE id = 1`,
  );
  const remove = connection.prepare<[number, number]>(
    `DELETE FROM audit_records WHERE at_ms < ? AND id IN (
       SELECT id FROM audit_records WHERE id > 0 ORDER BY id LIMIT ?)`,
  );

  return (beforeMs, limit) =>
    database.writeQueued(() => {
      allow.run(beforeMs);
      const { changes } = remove.run(beforeMs, limit);
      allow.run(null);
      return changes === limit;
    });
}
