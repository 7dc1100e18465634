import type { Database } from '../sql/database.ts';

/**
 * Removes old acts that are in the hash chain, those that were done first; false when less than the
 * limit were old. Acts of a time when the clock was ahead stay until they are old, and the acts behind
 * them with them. The last link of what it removes stays: the next one names its hash.
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
       SELECT id FROM audit_records WHERE id > 0
         AND id <= (SELECT max(record_id) FROM audit_chain) ORDER BY id LIMIT ?)`,
  );
  const removeLinks = connection.prepare<[]>(
    `DELETE FROM audit_chain WHERE record_id < (
       SELECT max(record_id) FROM audit_chain WHERE record_id < coalesce(
         (SELECT min(id) FROM audit_records), (SELECT max(record_id) + 1 FROM audit_chain)))`,
  );

  return (beforeMs, limit) =>
    database.writeQueued(() => {
      allow.run(beforeMs);
      const { changes } = remove.run(beforeMs, limit);
      if (changes > 0) removeLinks.run();
      allow.run(null);
      return changes === limit;
    });
}
