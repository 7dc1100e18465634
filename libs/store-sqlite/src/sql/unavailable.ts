import BetterSqlite3 from 'better-sqlite3';

import { DomainError } from '@webhooks/domain';

type AsyncMethod = (...args: never) => Promise<unknown>;

const retryAfterMs = 1_000;
const passing = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)(_|$)/;

/** Turns what may pass (a lock held too long, a full disk) into service_unavailable. */
export function unavailable(error: unknown): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError) || !passing.test(error.code)) return error;
  return new DomainError('service_unavailable', 'The database cannot take the request now', {
    retryAfterMs,
    cause: error,
  });
}

/** A store that refuses with service_unavailable what may pass, reads as well as writes. */
export function withUnavailable<Store extends object>(store: Store): Store {
  const methods = Object.entries(store) as [string, AsyncMethod][];
  const translated = methods.map(([name, method]) => [
    name,
    async (...args: never) => {
      try {
        return await method(...args);
      } catch (error) {
        throw unavailable(error);
      }
    },
  ]);
  return Object.fromEntries(translated) as Store;
}
