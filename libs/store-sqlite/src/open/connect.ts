import BetterSqlite3 from 'better-sqlite3';

import { StoreOpenError } from '@webhooks/store-kit';

import { applicationId } from './database-file.ts';

/** Older versions can corrupt a WAL with two writers. */
const oldestSqlite = [3, 51, 3] as const;

const settings = [
  // A commit is on disk when it returns.
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  // Pages between checkpoints: long enough that hot pages are written once, short enough that a
  // checkpoint is no pause.
  ['wal_autocheckpoint', 4_000, 4_000],
  // Bytes that the WAL keeps after a checkpoint.
  ['journal_size_limit', 67_108_864, 67_108_864],
  // KiB, negative by SQLite's convention.
  ['cache_size', -16_384, -16_384],
] as const;

/**
 * Connects to an existing file, sets what every connection needs and asserts that it took. A
 * statement waits for the lock of another process for at most lockWaitMs.
 */
export function connect(
  file: string,
  readonly: boolean,
  lockWaitMs: number,
): BetterSqlite3.Database {
  const connection = new BetterSqlite3(file, {
    fileMustExist: true,
    readonly,
    timeout: lockWaitMs,
  });
  try {
    assertVersion(connection);
    assertOurs(connection, file);
    assertWal(connection, readonly);
    for (const [name, value, expected] of settings) {
      connection.pragma(`${name} = ${value}`);
      assertSetting(connection, name, connection.pragma(name, { simple: true }), expected);
    }
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A copy that was made otherwise than by us, as by VACUUM INTO, has a rollback journal. */
function assertWal(connection: BetterSqlite3.Database, readonly: boolean): void {
  if (connection.pragma('journal_mode', { simple: true }) === 'wal') return;
  if (readonly) {
    throw new StoreOpenError(`${connection.name} has no write-ahead log; open it for writing once`);
  }
  const mode = connection.pragma('journal_mode = WAL', { simple: true });
  assertSetting(connection, 'journal_mode', mode, 'wal');
}

function assertVersion(connection: BetterSqlite3.Database): void {
  const version = connection.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
  const numbers = version.split('.').map(Number);
  const difference = oldestSqlite
    .map((least, place) => (numbers[place] ?? 0) - least)
    .find((distance) => distance !== 0);
  if ((difference ?? 0) < 0) {
    throw new StoreOpenError(`SQLite ${oldestSqlite.join('.')} or newer is needed, not ${version}`);
  }
}

function assertOurs(connection: BetterSqlite3.Database, file: string): void {
  if (connection.pragma('application_id', { simple: true }) !== applicationId) {
    throw new StoreOpenError(`${file} is a database of another program`);
  }
}

function assertSetting(
  { name: file }: BetterSqlite3.Database,
  name: string,
  actual: unknown,
  expected: unknown,
): void {
  if (actual !== expected) {
    throw new StoreOpenError(`${file} cannot be used with ${name} = ${String(expected)}`);
  }
}
