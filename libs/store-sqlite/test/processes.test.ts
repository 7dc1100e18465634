import { expect } from 'chai';

import { DomainError } from '@webhooks/domain';
import { accept, accountRecord, request, seed } from '@webhooks/store-conformance/fixtures';
import { createTempDir, startProcess, waitFor } from '@webhooks/testing';

import { openDatabase } from '../src/index.ts';
import type { Database } from '../src/index.ts';
import { openStores, openTempStores, secretsKey } from './test-stores.ts';

const program = new URL('./programs/open-and-accept.ts', import.meta.url).pathname;
const busyWriter = new URL('./programs/busy-writer.ts', import.meta.url).pathname;

describe('several handles of one database', () => {
  it('may be opened at once by processes that find no database', async function () {
    this.timeout(30_000);
    using directory = createTempDir();
    const file = directory.file('webhooks.sqlite');
    const processes = [1, 2, 3].map(() => startProcess({ file: program, args: [file, '0'] }));
    const exits = await Promise.all(processes.map(({ exited }) => exited));
    const output = processes.flatMap(({ lines }) => lines).join('\n');
    expect(
      exits.map(({ code }) => code),
      output,
    ).to.deep.equal([0, 0, 0]);
    await using stores = openStores(file);
    const check = stores.database.connection.pragma('integrity_check', { simple: true });
    expect(check).to.equal('ok');
  });

  it('write at once and lose nothing', async function () {
    this.timeout(30_000);
    using directory = createTempDir();
    const file = directory.file('webhooks.sqlite');
    await using stores = openStores(file);
    await seed(stores, [accountRecord()]);
    const processes = [1, 2].map(() => startProcess({ file: program, args: [file, '150'] }));
    for (let made = 0; made < 150; made += 1) await accept(stores);
    const exits = await Promise.all(processes.map(({ exited }) => exited));
    const output = processes.flatMap(({ lines }) => lines).join('\n');
    expect(
      exits.map(({ code }) => code),
      output,
    ).to.deep.equal([0, 0]);
    const { connection } = stores.database;
    expect(connection.prepare('SELECT count(*) FROM resends').pluck().get()).to.equal(450);
    expect(connection.prepare('SELECT count(*) FROM outbox').pluck().get()).to.equal(450);
  });

  it('write beside one that leaves the lock free for short moments only', async function () {
    this.timeout(30_000);
    using directory = createTempDir();
    const file = directory.file('webhooks.sqlite');
    await using stores = openStores(file, { lockWaitMs: 1_000 });
    await seed(stores, [accountRecord()]);
    await using busy = startProcess({ file: busyWriter, args: [file] });
    await busy.line('writing');
    using probe = openDatabase({ path: file, secretsKey, lockWaitMs: 0 });
    for (let made = 0; made < 40; made += 1) {
      await waitFor(() => isLocked(probe), { what: 'the other to write' });
      await accept(stores);
    }
    expect(await stores.resends.unpublishedJobs(100)).to.have.length(40);
  });

  it('find every answered resend after a process was killed in the middle', async function () {
    this.timeout(30_000);
    using directory = createTempDir();
    const file = directory.file('webhooks.sqlite');
    await using writer = startProcess({ file: program, args: [file, '100000'] });
    await writer.line('opened');
    await using stores = openStores(file);
    const count = stores.database.connection.prepare('SELECT count(*) FROM resends').pluck();
    await waitFor(() => (count.get() as number) >= 50, { deadlineMs: 10_000, what: 'resends' });
    await writer.kill();
    await accept(stores);
    const { connection } = stores.database;
    expect(connection.pragma('integrity_check', { simple: true })).to.equal('ok');
    const halves = connection.prepare(
      `SELECT count(*) FROM resends WHERE id NOT IN (SELECT resend_id FROM outbox)`,
    );
    expect(halves.pluck().get()).to.equal(0);
  });
});

describe('a database that cannot take a write', () => {
  it('says so when another handle holds the lock for too long, and goes on later', async () => {
    using directory = createTempDir();
    await using stores = openStores(directory.file('webhooks.sqlite'), { lockWaitMs: 20 });
    await seed(stores, [accountRecord()]);
    await using other = openStores(directory.file('webhooks.sqlite'));
    other.database.connection.exec('BEGIN IMMEDIATE');
    const error = await stores.resends.accept([request()]).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DomainError).and.include({ code: 'service_unavailable' });
    other.database.connection.exec('COMMIT');
    expect((await accept(stores)).id).to.equal(1);
  });

  it('says so when the disk is full, keeps nothing of it and goes on later', async () => {
    await using stores = await openTempStores();
    await seed(stores, [accountRecord()]);
    const { connection } = stores.database;
    const pages = connection.pragma('page_count', { simple: true }) as number;
    connection.pragma(`max_page_count = ${pages}`);
    const many = Array.from({ length: 500 }, () => request());
    const error = await stores.resends.accept(many).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DomainError).and.include({ code: 'service_unavailable' });
    connection.pragma(`max_page_count = ${pages + 1_000}`);
    expect((await accept(stores)).id).to.equal(1);
  });
});

function isLocked(database: Database): boolean {
  try {
    return database.write(() => false);
  } catch {
    return true;
  }
}
