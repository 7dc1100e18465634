import type { Database } from '../sql/database.ts';

/** How long the same key gives the same answer. */
const keptMs = 24 * 60 * 60 * 1000;

/** Expired keys removed for each new one: more than come, so that they do not pile up. */
const removedAtOnce = 4;

/** An earlier use of a key. */
export interface KnownEndpointKey {
  readonly fingerprint: string;
  readonly endpointId: string;
}

/** Which endpoint a user's key made. All run inside a write transaction. */
export interface EndpointKeys {
  find(userId: number, key: string, nowMs: number): KnownEndpointKey | undefined;
  keep(userId: number, key: string, made: KnownEndpointKey, nowMs: number): void;
}

/** Prepares the statements of endpoint_idempotency_keys. */
export function createEndpointKeys({ connection }: Database): EndpointKeys {
  const find = connection.prepare<[number, string, number], KnownEndpointKey>(
    `SELECT fingerprint, endpoint_id AS endpointId FROM endpoint_idempotency_keys
     WHERE user_id = ? AND key = ? AND created_at_ms > ?`,
  );
  const keep = connection.prepare<[number, string, string, string, number]>(
    `INSERT INTO endpoint_idempotency_keys (user_id, key, fingerprint, endpoint_id, created_at_ms)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint,
       endpoint_id = excluded.endpoint_id, created_at_ms = excluded.created_at_ms`,
  );
  const remove = connection.prepare<[number, number]>(
    `DELETE FROM endpoint_idempotency_keys WHERE created_at_ms <= ?
     ORDER BY created_at_ms LIMIT ?`,
  );

  return {
    find: (userId, key, nowMs) => find.get(userId, key, nowMs - keptMs),
    keep(userId, key, { fingerprint, endpointId }, nowMs) {
      keep.run(userId, key, fingerprint, endpointId, nowMs);
      remove.run(nowMs - keptMs, removedAtOnce);
    },
  };
}
