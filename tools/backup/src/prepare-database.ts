import type { SecretsKeys } from '@webhooks/store';
import { openDatabase } from '@webhooks/store-sqlite';

import { assertSound } from './verify-copy.ts';

/** What is in a database that was restored. */
export interface Restored {
  /** Null when it has no resend. */
  readonly newestChangeMs: number | null;
  readonly unsettled: number;
  readonly nextResendId: number;
}

/**
 * Ids that are left out after a restore. Those given out after the backup are known to callers, to
 * receivers and to the broker; none of them may mean another resend.
 */
const SKIPPED_IDS = 10_000_000;

/**
 * Makes a copy of a backup fit to be started with: all of it is checked, the schema is brought up
 * to date, the lease of its dispatcher is over, and new resends get ids that nobody has seen.
 */
export function prepareDatabase(file: string, secretsKey: SecretsKeys): Restored {
  using database = openDatabase({ path: file, secretsKey });
  const { connection } = database;
  assertSound(connection, file);
  database.write(() => {
    connection.prepare(`UPDATE dispatcher_lease SET expires_at_ms = 0`).run();
    connection
      .prepare(
        `INSERT INTO sqlite_sequence (name, seq)
       SELECT 'resends', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'resends')`,
      )
      .run();
    connection
      .prepare(`UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'resends'`)
      .run(SKIPPED_IDS);
  });
  connection.pragma('wal_checkpoint(TRUNCATE)');
  const number = (query: string): number | null =>
    connection.prepare<[], number | null>(query).pluck().get() ?? null;
  return {
    newestChangeMs: number('SELECT max(updated_at_ms) FROM resends'),
    unsettled: number('SELECT count(*) FROM resends WHERE finished_at_ms IS NULL') ?? 0,
    nextResendId: 1 + (number(`SELECT seq FROM sqlite_sequence WHERE name = 'resends'`) ?? 0),
  };
}
