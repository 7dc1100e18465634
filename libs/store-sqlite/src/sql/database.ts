import type BetterSqlite3 from 'better-sqlite3';

import type { CredentialSealer } from '@webhooks/store-kit';

/** An open database file. One handle belongs to one process; several processes may have one. */
export interface Database extends Disposable {
  readonly path: string;
  readonly connection: BetterSqlite3.Database;
  readonly sealer: CredentialSealer;
  /**
   * Runs work that does not wait in one transaction that holds the write lock; durable when it
   * returns. Throws service_unavailable when the lock or the disk cannot be had. It blocks until the
   * lock is free: for threads and tools that answer nobody.
   */
  write<T>(work: () => T): T;
  /**
   * The same without blocking: the writers of a process get the lock in their order; durable when it
   * resolves.
   */
  writeQueued<T>(work: () => T): Promise<T>;
}
