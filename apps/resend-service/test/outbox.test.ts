import { expect } from 'chai';

import { openDatabase, type Database } from '@webhooks/store-sqlite';
import { loadSampleRecords, waitFor } from '@webhooks/testing';

import { startApp } from '../src/app.ts';
import { readSettings } from '../src/settings.ts';
import { dispatch } from './support/dispatch.ts';
import type { Json } from './support/grpc-client.ts';
import { openJobInbox, type JobInbox } from './support/job-inbox.ts';
import { importRecords, startService, type TestService } from './support/service.ts';

const qrCode = { resend_type: 'RESEND_TYPE_CASHIN', object_reference_id: 12345 };
const bulk = {
  resend_type: 'RESEND_TYPE_CASHIN',
  source_account_branch_identifier: '0001',
  source_account_number: '123456',
  start_datetime: { seconds: 0 },
  end_datetime: { seconds: 1_800_000_000 },
};
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('the outbox', () => {
  let service: TestService;

  beforeEach(async () => {
    service = await startService();
    await importRecords(service.app.rpcPort, loadSampleRecords());
  });

  afterEach(() => service[Symbol.asyncDispose]());

  async function accept(selection: Json = qrCode, client = service.resends): Promise<number> {
    const headers = { traceparent };
    const { resend } = await client.unary('CreateResend', { selection }, { headers });
    return resend.id;
  }

  /** Looks into the database behind the service's back. */
  function openBehind(): Database {
    const { databasePath: path, secretsKey } = readSettings(service.env);
    return openDatabase({ path, secretsKey });
  }

  const arrival = (inbox: JobInbox, id: number, run = 1) =>
    waitFor(() => inbox.jobs.find((job) => job.resendId === id && job.run === run), {
      deadlineMs: 8_000,
      what: `run ${run} of the job of resend ${id}`,
    });

  it('publishes an accepted resend at once, in its mode and trace', async () => {
    await using inbox = await openJobInbox(service.nats.url);
    const one = await accept();
    const many = await accept(bulk);
    expect(await arrival(inbox, one)).to.deep.equal({
      resendId: one,
      run: 1,
      mode: 'interactive',
      traceparent,
    });
    expect(await arrival(inbox, many)).to.include({ mode: 'bulk' });
  });

  it('publishes every one of a burst', async () => {
    await using inbox = await openJobInbox(service.nats.url);
    const ids = await Promise.all(Array.from({ length: 600 }, () => accept()));
    await Promise.all(ids.map((id) => arrival(inbox, id)));
  });

  it('accepts while the broker is away and publishes when it is back', async () => {
    await accept();
    await service.nats.kill();
    const startedMs = performance.now();
    const ids: number[] = [];
    for (let count = 0; count < 20; count += 1) ids.push(await accept());
    expect(performance.now() - startedMs).to.be.lessThan(2_000);
    await service.nats.start();
    await using inbox = await openJobInbox(service.nats.url);
    for (const id of ids) await arrival(inbox, id);
  }).timeout(20_000);

  it('accepts while the broker is frozen', async () => {
    service.nats.pause();
    const id = await accept();
    service.nats.resume();
    await using inbox = await openJobInbox(service.nats.url);
    await arrival(inbox, id);
  }).timeout(20_000);

  it('publishes what an earlier life left over', async () => {
    await service.nats.stop();
    const id = await accept();
    await service.app[Symbol.asyncDispose]();
    await service.nats.start();
    await using app = await startApp(
      readSettings(service.env),
      new URL('../src/main.ts', import.meta.url),
    );
    expect(app.rpcPort).to.be.greaterThan(0);
    await using inbox = await openJobInbox(service.nats.url);
    await arrival(inbox, id);
  }).timeout(20_000);

  it('publishes again, as the next run, what the broker lost', async () => {
    const ids = [await accept(), await accept(bulk)];
    using database = openBehind();
    const published = database.connection
      .prepare('SELECT count(*) FROM outbox WHERE receipt_sequence IS NOT NULL')
      .pluck();
    await waitFor(() => published.get() === ids.length, { what: 'both to be published' });
    await service.nats.kill();
    service.nats.wipeStore();
    await service.nats.start();
    await using inbox = await openJobInbox(service.nats.url);
    for (const id of ids) {
      const first = inbox.jobs.find((job) => job.resendId === id && job.run === 1);
      expect(first, 'the broker lost the first run').to.equal(undefined);
      await arrival(inbox, id, 2);
    }
  }).timeout(20_000);

  it('forgets the jobs of resends that the dispatcher has started', async () => {
    const ids = [await accept(), await accept()];
    using database = openBehind();
    const rows = database.connection.prepare('SELECT resend_id FROM outbox').pluck();
    expect(rows.all()).to.deep.equal(ids);
    await dispatch(service.env, ids[0] ?? 0);
    await waitFor(() => rows.all().length === 1, { what: 'the started one to be forgotten' });
    expect(rows.all()).to.deep.equal([ids[1]]);
  });
});
