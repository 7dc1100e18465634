import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';

import { closeFile, createPrivateFile } from '@webhooks/runtime';
import { StoreOpenError } from '@webhooks/store-kit';
import BetterSqlite3 from 'better-sqlite3';

const magic = 'SQLite format 3\0';

/** Marks a SQLite file as one of ours: "WHRS". */
export const applicationId = 0x57485253;

/**
 * Refuses a file that is no SQLite database. SQLite itself takes an empty file for a new database,
 * which would bury one that was cut to nothing.
 */
export function assertDatabaseFile(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const head = Buffer.alloc(magic.length);
    readSync(descriptor, head, 0, magic.length, 0);
    if (size === 0) throw new StoreOpenError(`${file} is damaged: it is empty`);
    if (head.toString('latin1') !== magic) {
      throw new StoreOpenError(`${file} is not a database`);
    }
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Creates an empty database of ours where there is none, complete at once or not at all, and never
 * over an existing file, also while another process does the same.
 */
export function createDatabaseFile(file: string): void {
  if (existsSync(`${file}-wal`)) {
    throw new StoreOpenError(`${file} is missing, but ${file}-wal is there; restore it first`);
  }
  const directory = path.dirname(file);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // No longer than the name of the database: that may be all that SQLite has room for.
  const draft = path.join(directory, `${process.pid}.new`);
  rmSync(draft, { force: true });
  try {
    writeDraft(draft);
    linkSync(draft, file);
    syncDirectory(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(draft: string): void {
  // SQLite gives the WAL and its index the mode of the database.
  createPrivateFile(draft);
  const connection = new BetterSqlite3(draft);
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma(`application_id = ${applicationId}`);
  } finally {
    connection.close();
  }
}

/** Makes the new name of a file durable. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Closes a database, its WAL and the WAL's index to everybody but their owner. */
export function closeToOthers(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) closeFile(`${file}${suffix}`);
}
