import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';

import BetterSqlite3 from 'better-sqlite3';

import {
  StoreOpenError,
  createCredentialSealer,
  keysOf,
  secretsKeyBytes,
} from '@webhooks/store-kit';
import type { CredentialSealer, SecretsKeys } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createTryBegin } from '../sql/begin-immediate.ts';
import { planByText } from '../sql/plan-by-text.ts';
import { createWriteQueue } from '../sql/write-queue.ts';
import { createWriteTransaction } from '../sql/write-transaction.ts';
import { checkIntegrity } from './check-integrity.ts';
import { checkSecretsKey, hasSecretsKey, rememberSecretsKey } from './check-secrets-key.ts';
import { connect } from './connect.ts';
import { assertDatabaseFile, closeToOthers, createDatabaseFile } from './database-file.ts';
import { assertKnownVersion, isOutdated, migrate } from './migrate.ts';

export interface OpenDatabaseOptions {
  readonly path: string;
  /** 32 bytes each: the first seals endpoint credentials, all open them. */
  readonly secretsKey: SecretsKeys;
  /** True: the file must exist and be up to date; nothing is written. */
  readonly readonly?: boolean;
  /** How long a write waits for one of another process before it fails. Default 5,000. */
  readonly lockWaitMs?: number;
  /**
   * How long any other statement blocks where SQLite wants a lock, as while another process recovers
   * the WAL; what cannot be read then is unavailable. Default: as long as a write.
   */
  readonly statementWaitMs?: number;
}

const defaultLockWaitMs = 5_000;

/** SQLite's limit of 512 less the "-journal" that it puts behind the name. */
const maxPathBytes = 504;

/**
 * Opens the database, creating it where there is none, and brings its schema up to date. Throws
 * StoreOpenError when that cannot be done safely; an existing file is never replaced.
 */
export function openDatabase(options: OpenDatabaseOptions): Database {
  const file = path.resolve(options.path);
  const keys = keysOf(options.secretsKey);
  if (keys.length === 0 || keys.some(({ length }) => length !== secretsKeyBytes)) {
    throw new StoreOpenError(`The secrets key must have ${secretsKeyBytes} bytes`);
  }
  const sealer = createCredentialSealer(options.secretsKey);
  try {
    return open(file, sealer, options);
  } catch (error) {
    throw readable(file, error);
  }
}

function open(file: string, sealer: CredentialSealer, options: OpenDatabaseOptions): Database {
  const { readonly = false, lockWaitMs = defaultLockWaitMs } = options;
  const { statementWaitMs = lockWaitMs } = options;
  if (!existsSync(file) && !readonly) createDatabaseFile(file);
  assertDatabaseFile(file);
  if (!readonly) closeToOthers(file);
  const connection = connect(file, readonly, lockWaitMs);
  planByText(connection);
  const tryBegin = createTryBegin(connection, statementWaitMs);
  const write = createWriteTransaction(connection, tryBegin, lockWaitMs);
  try {
    assertKnownVersion(connection);
    checkIntegrity(connection);
    if (isOutdated(connection)) {
      if (readonly)
        throw new StoreOpenError(`${file} has an older schema; open it for writing once`);
      migrate(connection, write);
    }
    if (!readonly && !hasSecretsKey(connection)) rememberSecretsKey(connection, sealer, write);
    checkSecretsKey(connection, sealer);
    connection.pragma(`busy_timeout = ${statementWaitMs}`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    path: file,
    connection,
    sealer,
    write,
    writeQueued: createWriteQueue(connection, tryBegin, lockWaitMs),
    [Symbol.dispose]: () => connection.close(),
  };
}

/** One line that says what is wrong, for whatever went wrong. */
function readable(file: string, error: unknown): unknown {
  if (error instanceof StoreOpenError) return error;
  const cause = (error as Error).cause ?? error;
  const bytes = Buffer.byteLength(realPath(file));
  if (bytes > maxPathBytes) {
    const limit = `SQLite takes at most ${maxPathBytes} bytes`;
    return new StoreOpenError(`${file} is too long a path: it has ${bytes} bytes, and ${limit}`);
  }
  if (cause instanceof BetterSqlite3.SqliteError) {
    const what = /^SQLITE_(CORRUPT|NOTADB)/.test(cause.code)
      ? `${file} is damaged`
      : `${file} cannot be opened`;
    return new StoreOpenError(`${what}: ${cause.message}`, { cause });
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new StoreOpenError(`${file} cannot be opened (${code})`, { cause });
}

/** What SQLite makes of a path: without symbolic links. */
function realPath(file: string): string {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file));
  } catch {
    return file;
  }
}
