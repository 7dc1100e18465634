import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import BetterSqlite3 from 'better-sqlite3';
import { expect } from 'chai';

import {
  createTempDir,
  type HttpReceiver,
  startHttpReceiver,
  startNatsServer,
  startProcess,
  type TempDir,
  waitFor,
} from '@webhooks/testing';
import { startSystem, type Settings, type System } from '@webhooks/proof-kit';

import { startPostLoad } from './support/post-load.ts';
import { receiptsByResend } from './support/receipts.ts';
import { bulkAccount, endpointRecord } from './support/records.ts';

const OBJECTS = 200;
const TOKEN = 'a-token-that-nobody-may-read';

describe('backup and restore', function () {
  this.timeout(90_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let directory: TempDir;
  let accepted: readonly number[];
  let backup: string;
  let settings: Settings;
  const account = (url: string) => bulkAccount(40, { events: OBJECTS, objects: OBJECTS }, url);

  before(async () => {
    directory = started.use(createTempDir());
    backup = directory.file('backup.db');
    // What the broker had in hand is looked for at once.
    const sooner = { RECONCILE_INTERVAL_MS: '100', RECONCILE_MIN_AGE_MS: '100' };
    system = started.use(await startSystem({ RETRY_SCHEDULE: '0,0,0,0,0,0', ...sooner }));
    settings = system.settings;
    receiver = started.use(await startHttpReceiver());
    const { records } = account(receiver.url);
    const { endpoint } = endpointRecord({
      ...{ id: 'ep_40', account_id: 40, url: receiver.url, type_webhook: 'CASHIN' },
      authorization_token: TOKEN,
    }) as { endpoint: object };
    await system.importRecords([...records, { endpoint }]);
  });

  after(() => started.disposeAsync());

  const run = async (
    tool: 'backup' | 'restore',
    args: readonly string[],
    env: Settings = settings,
  ): Promise<{ code: number | null; text: string }> => {
    const file = path.resolve(import.meta.dirname, `../../../tools/backup/src/${tool}-main.ts`);
    const process = startProcess({ file, args, env });
    const { code } = await process.exited;
    return { code, text: process.lines.join('\n') };
  };

  it('copies the database as it is at one moment, under load', async () => {
    const chained = (): number[] =>
      numbers(system.databaseFile, 'SELECT record_id FROM audit_chain');
    await waitFor(() => chained().length > 0, { deadlineMs: 15_000, what: 'an audit chain' });
    // Nothing is answered, so that resends are in flight in the backup.
    receiver.handle(() => {});
    const { objectRequest } = account(receiver.url);
    const load = startPostLoad(system.api, (number) => objectRequest(number % OBJECTS));
    await waitFor(() => load.accepted.length >= 50, { what: 'some resends' });
    const before = [...load.accepted];
    const { code, text } = await run('backup', [backup]);
    expect(text).to.match(/^.*backup\.db: \d+ bytes, verified in .* 200 events, \d+ resends/);
    expect(text).to.match(/^audit chain: ends with record \d+, hash [0-9a-f]{64}$/m);
    expect(code).to.equal(0);
    accepted = await load.stop();
    expect(accepted.length, 'accepted while it ran').to.be.above(before.length);
    expect(readdirSync(directory.path)).to.deep.equal(['backup.db']);
    const ids = resendIds(backup);
    expect(before.filter((id) => !ids.has(id))).to.deep.equal([]);
  });

  it('keeps credentials sealed', () => {
    expect(readFileSync(backup).includes(TOKEN)).to.equal(false);
  });

  it('never replaces a file', async () => {
    const bytes = readFileSync(backup);
    const { code, text } = await run('backup', [backup]);
    expect(text).to.match(/^backup: .*backup\.db is there already; name another file$/);
    expect(code).to.equal(1);
    expect(readFileSync(backup).equals(bytes)).to.equal(true);
  });

  it('restores over nothing that is there, and never under a running app', async () => {
    const there = await run('restore', [backup]);
    expect([there.code, there.text]).to.deep.equal([
      1,
      `restore: ${system.databaseFile} is there already; --replace sets it aside`,
    ]);
    const inUse = await run('restore', [backup, '--replace']);
    expect([inUse.code, inUse.text]).to.deep.equal([
      1,
      `restore: ${system.databaseFile} is in use; stop the apps first`,
    ]);
  });

  it('refuses what is damaged, what is newer, and another key', async () => {
    const elsewhere = { ...settings, DATA_DIR: directory.file('elsewhere') };
    const bytes = readFileSync(backup);
    const damaged = directory.file('damaged.db');
    const half = Buffer.from(bytes);
    half.fill(0x5a, 4096 * 3, 4096 * 12);
    writeFileSync(damaged, half);
    const newer = directory.file('newer.db');
    writeFileSync(newer, bytes);
    const connection = new BetterSqlite3(newer);
    connection.pragma('user_version = 999');
    connection.close();
    const otherKey = { ...elsewhere, SECRETS_KEY: Buffer.alloc(32, 9).toString('base64') };
    for (const [file, env, what] of [
      [damaged, elsewhere, /damaged/],
      [newer, elsewhere, /written by a newer program/],
      [backup, otherKey, /another secrets key/],
      [directory.file('none.db'), elsewhere, /does not exist/],
    ] as const) {
      const { code, text } = await run('restore', [file], env);
      expect(text).to.match(what);
      expect(text.split('\n'), text).to.have.length(1);
      expect(code).to.equal(1);
      expect(existsSync(path.join(elsewhere.DATA_DIR, 'webhooks.db'))).to.equal(false);
    }
  });

  it('goes on with everything that the backup holds, and reuses no id', async () => {
    await Promise.all(
      (['rest-facade', 'dispatcher', 'resend-service'] as const).map((app) =>
        system.app(app).kill(),
      ),
    );
    const inBackup = resendIds(backup);
    const { code, text } = await run('restore', [backup, '--replace']);
    expect(text).to.match(
      /webhooks\.db: restored, newest change .*\nwhat was there is now .*replaced-/,
    );
    expect(code).to.equal(0);
    receiver.handle((_request, response) => void response.end());
    // The broker still has jobs of resends that are gone with what was written after the backup.
    expect(accepted.some((id) => !inBackup.has(id))).to.equal(true);
    const seenBefore = receiver.requests.length;
    await system.start('resend-service');
    await Promise.all([system.start('dispatcher'), system.start('rest-facade')]);
    await waitFor(() => unsettled(system.databaseFile) === 0, {
      deadlineMs: 30_000,
      what: () => `${unsettled(system.databaseFile)} resends to be settled`,
    });
    expect(resendIds(system.databaseFile, "WHERE status = 'COMPLETED'")).to.deep.equal(inBackup);
    const again = receiptsByResend({ ...receiver, requests: receiver.requests.slice(seenBefore) });
    for (const id of inBackup) expect(again.get(id) ?? 0, `resend ${id}`).to.be.at.least(1);
    const next = await system.api.accept(account(receiver.url).objectRequest(0));
    expect(next).to.be.above(Math.max(...accepted, ...inBackup) + 1_000_000);
    expect(await system.api.settled(next)).to.include({ status: 'COMPLETED', delivered: 1 });
    for (const id of accepted.filter((id) => !inBackup.has(id)).slice(0, 3)) {
      expect((await system.api.request(`/v3/webhooks/resend/${id}`)).status).to.equal(404);
    }
  });

  it('goes on without what the broker had', async () => {
    const file = directory.file('second.db');
    await system.app('dispatcher').stop();
    const waiting = await system.api.accept(account(receiver.url).objectRequest(1));
    expect((await run('backup', [file])).code).to.equal(0);
    await Promise.all([system.app('rest-facade').stop(), system.app('resend-service').stop()]);
    renameSync(system.databaseFile, directory.file('gone.db'));
    const broker = started.use(await startNatsServer());
    const moved = { NATS_URL: broker.url };
    expect((await run('restore', [file])).code).to.equal(0);
    await system.start('resend-service', moved);
    await Promise.all([system.start('dispatcher', moved), system.start('rest-facade')]);
    expect(await system.api.settled(waiting, 30_000)).to.include({ status: 'COMPLETED' });
  });
});

function resendIds(file: string, where = ''): Set<number> {
  return new Set(numbers(file, `SELECT id FROM resends ${where}`));
}

function unsettled(file: string): number {
  return numbers(file, 'SELECT count(*) FROM resends WHERE finished_at_ms IS NULL')[0] ?? 0;
}

function numbers(file: string, query: string): number[] {
  const connection = new BetterSqlite3(file, { readonly: true, timeout: 5_000 });
  try {
    return connection.prepare<[], number>(query).pluck().all();
  } finally {
    connection.close();
  }
}
