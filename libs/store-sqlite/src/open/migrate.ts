import type BetterSqlite3 from 'better-sqlite3';

import { StoreOpenError } from '@webhooks/store-kit';

import { migrations } from '../migrations/index.ts';
import type { WriteTransaction } from '../sql/write-transaction.ts';

/** Brings the schema to the newest version, one transaction each; processes may race to do it. */
export function migrate(connection: BetterSqlite3.Database, write: WriteTransaction): void {
  for (const [index, sql] of migrations.entries()) {
    write(() => {
      if (schemaVersion(connection) !== index) return;
      // A migration may change the text of the schema, which SQLite refuses otherwise.
      connection.unsafeMode(true);
      connection.exec(sql);
      connection.unsafeMode(false);
      connection.pragma(`user_version = ${index + 1}`);
    });
  }
}

/** Refuses a schema that this program does not know. */
export function assertKnownVersion(connection: BetterSqlite3.Database): void {
  const version = schemaVersion(connection);
  if (version <= migrations.length) return;
  throw new StoreOpenError(
    `${connection.name} was written by a newer program: ` +
      `its schema version is ${version}, the newest known one is ${migrations.length}`,
  );
}

/** Says whether a migration is missing. */
export function isOutdated(connection: BetterSqlite3.Database): boolean {
  return schemaVersion(connection) < migrations.length;
}

function schemaVersion(connection: BetterSqlite3.Database): number {
  return connection.pragma('user_version', { simple: true }) as number;
}
