import type BetterSqlite3 from 'better-sqlite3';

import type { CredentialSealer } from './credentials/credential-sealer.ts';

/** An open database file. One handle belongs to one process; several processes may have one. */
export interface Database extends Disposable {
  readonly path: string;
  readonly connection: BetterSqlite3.Database;
  readonly sealer: CredentialSealer;
  /**
   * Runs work that does not wait in one transaction that holds the write lock; durable when it
   * returns. Throws service_unavailable when the lock or the disk cannot be had.
   */
  write<T>(work: () => T): T;
}
