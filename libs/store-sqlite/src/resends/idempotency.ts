import type { AcceptResend } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createKeptKeys, type KnownKey } from '../sql/kept-keys.ts';

/** Which resend a user's key made. All run inside a write transaction. */
export interface IdempotencyKeys {
  find(request: AcceptResend): KnownKey<number> | undefined;
  /** Keeps the key of an accepted request, if it has one. */
  keep(request: AcceptResend, resendId: number): void;
  /** Removes keys that no longer count, at most limit, and says how many. */
  removeExpired(nowMs: number, limit: number): number;
}

/** Prepares the statements of the keys of resends. */
export function createIdempotencyKeys(database: Database): IdempotencyKeys {
  const keys = createKeptKeys<number>(database, { table: 'idempotency_keys', made: 'resend_id' });

  return {
    find: ({ idempotency, userId, nowMs }) =>
      idempotency === null ? undefined : keys.find(userId, idempotency.key, nowMs),
    keep({ idempotency, userId, nowMs }, resendId) {
      if (idempotency === null) return;
      const { key, fingerprint } = idempotency;
      keys.keep(userId, key, { fingerprint, made: resendId }, nowMs);
    },
    removeExpired: (nowMs, limit) => keys.removeExpired(nowMs, limit),
  };
}
