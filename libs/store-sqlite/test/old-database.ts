import BetterSqlite3 from 'better-sqlite3';

import { createCredentialSealer } from '@webhooks/store-kit';

import { migrations } from '../src/migrations/index.ts';
import { rememberSecretsKey } from '../src/open/check-secrets-key.ts';
import { createDatabaseFile } from '../src/open/database-file.ts';
import { secretsKey } from './test-stores.ts';

/** A database as the first so many migrations made it. */
export function makeOldDatabase(file: string, version: number): BetterSqlite3.Database {
  createDatabaseFile(file);
  const old = new BetterSqlite3(file);
  old.unsafeMode(true);
  for (const migration of migrations.slice(0, version)) old.exec(migration);
  old.unsafeMode(false);
  old.pragma(`user_version = ${version}`);
  rememberSecretsKey(old, createCredentialSealer(secretsKey), (work) => work());
  return old;
}
