import { expect } from 'chai';

import { createTempDir, type TempDir } from '@webhooks/testing';

import { openStores, type SqliteStores } from '../../test/test-stores.ts';

const WAIT_MS = 1_000;

describe('writeQueued', () => {
  let directory: TempDir;
  let here: SqliteStores;
  let other: SqliteStores;

  beforeEach(() => {
    directory = createTempDir();
    const file = directory.file('webhooks.sqlite');
    here = openStores(file, { lockWaitMs: WAIT_MS });
    other = openStores(file);
  });

  afterEach(async () => {
    await here[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    directory[Symbol.dispose]();
  });

  const lock = () => other.database.connection.exec('BEGIN IMMEDIATE');
  const unlock = () => other.database.connection.exec('ROLLBACK');
  const failure = (write: Promise<unknown>) =>
    write.then(
      () => null,
      (error: { code: string }) => error.code,
    );

  it('serves writers in their order once the lock is free', async () => {
    const served: number[] = [];
    lock();
    const writers = [1, 2, 3].map((number) => here.database.writeQueued(() => served.push(number)));
    expect(served).to.deep.equal([]);
    unlock();
    await Promise.all(writers);
    expect(served).to.deep.equal([1, 2, 3]);
  });

  it('writes within the call while nobody has the lock', async () => {
    let isServed = false;
    const write = here.database.writeQueued(() => (isServed = true));
    expect(isServed).to.equal(true);
    await write;
  });

  it('refuses all that waited for long enough, and later ones sooner', async () => {
    lock();
    const startedMs = performance.now();
    const early = [1, 2, 3].map((number) => failure(here.database.writeQueued(() => number)));
    expect(await Promise.all(early)).to.deep.equal(Array(3).fill('service_unavailable'));
    const earlyMs = performance.now() - startedMs;
    expect(await failure(here.database.writeQueued(() => 4))).to.equal('service_unavailable');
    const lateMs = performance.now() - startedMs - earlyMs;
    expect(earlyMs).to.be.within(WAIT_MS, 3 * WAIT_MS);
    expect(lateMs).to.be.within(400, WAIT_MS - 100);
    unlock();
    expect(await here.database.writeQueued(() => 5), 'after the lock').to.equal(5);
  });

  it('goes on behind work that throws, and undoes it', async () => {
    const { connection } = here.database;
    const failed = here.database.writeQueued(() => {
      connection.exec('CREATE TABLE half (id INTEGER)');
      throw new Error('no');
    });
    const next = here.database.writeQueued(() => 'done');
    expect(await failed.catch((error: Error) => error.message)).to.equal('no');
    expect(await next).to.equal('done');
    expect(connection.inTransaction).to.equal(false);
    const half = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get();
    expect(half).to.equal(undefined);
  });
});
