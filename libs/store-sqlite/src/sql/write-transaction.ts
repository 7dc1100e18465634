import type BetterSqlite3 from 'better-sqlite3';

import type { TryBegin } from './begin-immediate.ts';
import { unavailable } from './unavailable.ts';

/** Runs work that does not wait in one transaction with the write lock. */
export type WriteTransaction = <T>(work: () => T) => T;

/**
 * Makes a function that runs work in one transaction with the write lock, undone when it throws.
 * waitMs: how long it blocks the thread until it has the lock.
 */
export function createWriteTransaction(
  connection: BetterSqlite3.Database,
  tryBegin: TryBegin,
  waitMs: number,
): WriteTransaction {
  const finish = createFinish(connection);
  return (work) => {
    try {
      const locked = tryBegin(waitMs);
      if (locked !== null) throw locked;
    } catch (error) {
      throw unavailable(error);
    }
    return finish(work);
  };
}

/** Makes a function that runs work in the transaction that has begun and commits it. */
export function createFinish(connection: BetterSqlite3.Database): WriteTransaction {
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');

  return (work) => {
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (connection.inTransaction) rollback.run();
      throw unavailable(error);
    }
  };
}
