import type { AcceptResend } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** How long the same key gives the same answer. */
const keptMs = 24 * 60 * 60 * 1000;

/** Expired keys removed for each new one: more than come, so that they do not pile up. */
const removedAtOnce = 4;

/** An earlier use of a key. */
export interface KnownKey {
  readonly fingerprint: string;
  readonly resendId: number;
}

/** Which resend a key made. All run inside a write transaction. */
export interface IdempotencyKeys {
  find(request: AcceptResend): KnownKey | undefined;
  /** Keeps the key of an accepted request, if it has one. */
  keep(request: AcceptResend, resendId: number): void;
  /** Removes keys that no longer count, at most limit, and says how many. */
  removeExpired(nowMs: number, limit: number): number;
}

/** Prepares the statements of the idempotency keys. */
export function createIdempotencyKeys({ connection }: Database): IdempotencyKeys {
  const find = connection.prepare<[number, string, number], KnownKey>(
    `SELECT fingerprint, resend_id AS resendId FROM idempotency_keys
     WHERE user_id = ? AND key = ? AND created_at_ms > ?`,
  );
  const keep = connection.prepare<[number, string, string, number, number]>(
    `INSERT INTO idempotency_keys (user_id, key, fingerprint, resend_id, created_at_ms)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint,
       resend_id = excluded.resend_id, created_at_ms = excluded.created_at_ms`,
  );
  const remove = connection.prepare<[number, number]>(
    `DELETE FROM idempotency_keys WHERE created_at_ms <= ? ORDER BY created_at_ms LIMIT ?`,
  );

  function removeExpired(nowMs: number, limit: number): number {
    return remove.run(nowMs - keptMs, limit).changes;
  }

  return {
    find: ({ idempotency, userId, nowMs }) =>
      idempotency === null ? undefined : find.get(userId, idempotency.key, nowMs - keptMs),
    keep({ idempotency, userId, nowMs }, resendId) {
      if (idempotency === null) return;
      keep.run(userId, idempotency.key, idempotency.fingerprint, resendId, nowMs);
      removeExpired(nowMs, removedAtOnce);
    },
    removeExpired,
  };
}
