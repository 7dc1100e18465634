import type BetterSqlite3 from 'better-sqlite3';

import { createBeginImmediate } from './begin-immediate.ts';
import { unavailable } from './unavailable.ts';

/** Runs work that does not wait in one transaction with the write lock. */
export type WriteTransaction = <T>(work: () => T) => T;

/**
 * Makes a function that runs work in one transaction with the write lock, undone when it throws.
 * waitMs: how long it waits for the lock.
 */
export function createWriteTransaction(
  connection: BetterSqlite3.Database,
  waitMs: number,
): WriteTransaction {
  const begin = createBeginImmediate(connection, waitMs);
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');

  return (work) => {
    try {
      begin();
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
