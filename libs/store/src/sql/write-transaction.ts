import type BetterSqlite3 from 'better-sqlite3';

import { unavailable } from './unavailable.ts';

/** Makes a function that runs work in one BEGIN IMMEDIATE transaction, undone when it throws. */
export function createWriteTransaction(
  connection: BetterSqlite3.Database,
): <T>(work: () => T) => T {
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');

  return (work) => {
    try {
      begin.run();
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
