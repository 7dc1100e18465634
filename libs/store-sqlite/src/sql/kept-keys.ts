import type { Database } from './database.ts';

/** How long the same key gives the same answer. */
const keptMs = 24 * 60 * 60 * 1000;

/** Expired keys removed for each new one: more than come, so that they do not pile up. */
const removedAtOnce = 4;

/** An earlier use of a key. */
export interface KnownKey<Made> {
  readonly fingerprint: string;
  readonly made: Made;
}

/** What the idempotency keys of users made. All run inside a write transaction. */
export interface KeptKeys<Made> {
  find(userId: number, key: string, nowMs: number): KnownKey<Made> | undefined;
  keep(userId: number, key: string, known: KnownKey<Made>, nowMs: number): void;
  /** Removes keys that no longer count, at most limit, and says how many. */
  removeExpired(nowMs: number, limit: number): number;
}

/** Prepares the statements of a table of idempotency keys; made is its column of what a key made. */
export function createKeptKeys<Made extends number | string>(
  { connection }: Pick<Database, 'connection'>,
  { table, made }: { readonly table: string; readonly made: string },
): KeptKeys<Made> {
  const find = connection.prepare<[number, string, number], KnownKey<Made>>(
    `SELECT fingerprint, ${made} AS made FROM ${table}
     WHERE user_id = ? AND key = ? AND created_at_ms > ?`,
  );
  const keep = connection.prepare<[number, string, string, Made, number]>(
    `INSERT INTO ${table} (user_id, key, fingerprint, ${made}, created_at_ms)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint,
       ${made} = excluded.${made}, created_at_ms = excluded.created_at_ms`,
  );
  const remove = connection.prepare<[number, number]>(
    `DELETE FROM ${table} WHERE created_at_ms <= ? ORDER BY created_at_ms LIMIT ?`,
  );

  function removeExpired(nowMs: number, limit: number): number {
    return remove.run(nowMs - keptMs, limit).changes;
  }

  return {
    find: (userId, key, nowMs) => find.get(userId, key, nowMs - keptMs),
    keep(userId, key, known, nowMs) {
      keep.run(userId, key, known.fingerprint, known.made, nowMs);
      removeExpired(nowMs, removedAtOnce);
    },
    removeExpired,
  };
}
