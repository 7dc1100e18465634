import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { chmodSync, readdirSync, truncateSync } from 'node:fs';

import BetterSqlite3 from 'better-sqlite3';
import { expect } from 'chai';

import {
  accept,
  accountRecord,
  current,
  eventRecords,
  seed,
} from '@webhooks/store-conformance/fixtures';
import { StoreOpenError } from '@webhooks/store-kit';
import { createTempDir } from '@webhooks/testing';
import type { TempDir } from '@webhooks/testing';

import { openDatabase } from '../src/index.ts';
import { migrations } from '../src/migrations/index.ts';
import { openStores, secretsKey } from './test-stores.ts';

describe('openDatabase', () => {
  let directory: TempDir;
  let file: string;
  beforeEach(() => {
    directory = createTempDir();
    file = directory.file('webhooks.sqlite');
  });
  afterEach(() => directory[Symbol.dispose]());

  /** Makes a database with some hundred kilobytes in it. */
  async function fill(): Promise<void> {
    await using stores = openStores(file);
    await seed(stores, [accountRecord(), ...eventRecords(500)]);
    await accept(stores);
  }

  /** The one line that the refusal says; the file stays as it was. */
  function refusal(change: Partial<Parameters<typeof openDatabase>[0]> = {}): string {
    const before = existsSync(file) && statSync(file).isFile() ? readFileSync(file) : null;
    try {
      openDatabase({ path: file, secretsKey, ...change })[Symbol.dispose]();
    } catch (error) {
      expect(error).to.be.instanceOf(StoreOpenError);
      const { message } = error as StoreOpenError;
      expect(message).to.match(/^[^\n]{10,300}$/);
      if (before !== null) expect(readFileSync(file).equals(before)).to.equal(true);
      return message;
    }
    throw new Error('it was opened');
  }

  it('creates a database, and finds in it later what was written', async () => {
    file = directory.file('data/deeper/webhooks.sqlite');
    await fill();
    await using stores = openStores(file);
    expect(await current(stores, 1)).to.include({ id: 1, status: 'PENDING' });
    expect(readdirSync(directory.file('data/deeper')).filter((name) => name.includes('new'))).to.be
      .empty;
  });

  it('plans its statements by their text, whatever is bound to them', () => {
    using directory = createTempDir();
    using database = openDatabase({ path: directory.file('db.sqlite'), secretsKey });
    const statement = database.connection.prepare('SELECT * FROM resends WHERE id = ?');
    expect(statement.source).to.equal('SELECT * FROM resends WHERE id = +?');
  });

  it('commits durably, checks references and waits for locks', () => {
    using database = openDatabase({ path: file, secretsKey });
    const pragma = (name: string): unknown => database.connection.pragma(name, { simple: true });
    expect(pragma('journal_mode')).to.equal('wal');
    expect(pragma('synchronous')).to.equal(2);
    expect(pragma('foreign_keys')).to.equal(1);
    expect(pragma('busy_timeout')).to.be.greaterThan(1_000);
  });

  it('makes files for their owner alone, whatever the umask, and closes those that were open', () => {
    const modes = (): string[] =>
      ['', '-wal', '-shm'].map((suffix) => (statSync(`${file}${suffix}`).mode & 0o777).toString(8));
    const umask = process.umask(0);
    try {
      using first = openDatabase({ path: file, secretsKey });
      first.connection.exec('CREATE TABLE filling (x)');
      expect(modes()).to.deep.equal(['600', '600', '600']);
      for (const suffix of ['', '-wal', '-shm']) chmodSync(`${file}${suffix}`, 0o644);
      using second = openDatabase({ path: file, secretsKey });
      expect(modes()).to.deep.equal(['600', '600', '600']);
    } finally {
      process.umask(umask);
    }
  });

  it('takes a copy without a write-ahead log, but not for reading alone', async () => {
    await fill();
    const copy = directory.file('copy.sqlite');
    const original = new BetterSqlite3(file);
    original.exec(`VACUUM INTO '${copy}'`);
    original.close();
    file = copy;
    expect(refusal({ readonly: true })).to.match(
      /copy\.sqlite has no write-ahead log; open it for/,
    );
    await using stores = openStores(copy);
    expect(await current(stores, 1)).to.include({ id: 1, status: 'PENDING' });
    using again = openDatabase({ path: copy, secretsKey, readonly: true });
    expect(again.connection.pragma('journal_mode', { simple: true })).to.equal('wal');
  });

  it('refuses a file that is no database', () => {
    writeFileSync(file, 'this is not a database, whatever its name says');
    expect(refusal()).to.equal(`${file} is not a database`);
  });

  it('refuses a database that was cut to nothing', () => {
    writeFileSync(file, '');
    expect(refusal()).to.equal(`${file} is damaged: it is empty`);
  });

  it('refuses a database that was cut in half', async () => {
    await fill();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(refusal()).to.contain(`${file} is damaged`);
  });

  it('refuses a database with a damaged page', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 20 * 4096, 21 * 4096);
    writeFileSync(file, bytes);
    expect(refusal()).to.contain(`${file} is damaged`);
  });

  it('refuses a database whose schema is damaged', async () => {
    await fill();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 100, 4096);
    writeFileSync(file, bytes);
    expect(refusal()).to.contain(`${file} is damaged`);
  });

  it('refuses a database of another program', () => {
    const other = new BetterSqlite3(file);
    other.exec('CREATE TABLE notes (text TEXT)');
    other.close();
    expect(refusal()).to.equal(`${file} is a database of another program`);
  });

  it('refuses a schema that is newer than it knows', async () => {
    await fill();
    const newer = new BetterSqlite3(file);
    newer.pragma('user_version = 999');
    newer.close();
    expect(refusal()).to.contain(
      `its schema version is 999, the newest known one is ${migrations.length}`,
    );
  });

  it('refuses another secrets key, and a key that is none', async () => {
    await fill();
    expect(refusal({ secretsKey: new Uint8Array(32) })).to.contain('another secrets key');
    expect(refusal({ secretsKey: new Uint8Array(16) })).to.contain('must have 32 bytes');
  });

  it('keeps the first key also when nothing else was written yet', () => {
    openDatabase({ path: file, secretsKey })[Symbol.dispose]();
    expect(refusal({ secretsKey: new Uint8Array(32) })).to.contain('another secrets key');
  });

  it('refuses to begin anew when only the log of a database is left', async () => {
    await fill();
    copyFileSync(file, `${file}-wal`);
    const log = readFileSync(`${file}-wal`);
    file = directory.file('lost.sqlite');
    writeFileSync(`${file}-wal`, log);
    expect(refusal()).to.contain('is missing, but');
    expect(existsSync(file)).to.equal(false);
  });

  it('refuses a path that cannot hold a file', () => {
    writeFileSync(directory.file('plain'), '');
    file = directory.file('plain/webhooks.sqlite');
    expect(refusal()).to.contain('cannot be opened');
    file = directory.file('folder');
    mkdirSync(file);
    expect(refusal()).to.contain('cannot be opened');
  });

  it('refuses a directory that it may not write to', function () {
    if (process.getuid?.() === 0) this.skip();
    chmodSync(directory.path, 0o555);
    expect(refusal()).to.contain('cannot be opened');
  });

  it('opens read-only what is up to date, and creates nothing', async () => {
    expect(refusal({ readonly: true })).to.contain('cannot be opened');
    expect(existsSync(file)).to.equal(false);
    await fill();
    using database = openDatabase({ path: file, secretsKey, readonly: true });
    const count = database.connection.prepare('SELECT count(*) FROM events').pluck().get();
    expect(count).to.equal(500);
    expect(() => database.connection.exec('DELETE FROM events')).to.throw();
  });
});
