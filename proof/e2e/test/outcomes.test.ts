import { expect } from 'chai';

import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { startSystem, type System, userToken } from '@webhooks/proof-kit';

import { bulk, qrCode } from './support/documented.ts';
import { endpointRecord } from './support/records.ts';

const RETRY_WAIT_MS = 200;

describe('A resend', function () {
  this.timeout(30_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;

  before(async () => {
    system = started.use(await startSystem({ RETRY_SCHEDULE: '0,0.2,0.2' }));
    receiver = started.use(await startHttpReceiver());
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_17', account_id: 17, url, type_webhook: 'CASHIN' }),
    ]);
  });

  after(() => started.disposeAsync());

  const requestsOf = (id: number) =>
    receiver.requests.filter(({ headers }) => headers['webhook-resend-id'] === `${id}`);
  const headerOf = (id: number, name: string): unknown[] =>
    requestsOf(id).map(({ headers }) => headers[name]);
  /** Answers so many requests with a status, and everything after them with 200. */
  const failFirst = (count: number, status: number, headers: Record<string, string> = {}): void => {
    let left = count;
    receiver.handle((_request, response) => {
      left -= 1;
      response.writeHead(left >= 0 ? status : 200, headers).end('no');
    });
  };

  it('tries again what failed, on schedule, and completes', async () => {
    failFirst(1, 500);
    const id = await system.api.accept({ ...qrCode, object_reference_id: 20001 });
    expect(await system.api.settled(id)).to.include({
      status: 'COMPLETED',
      total: 1,
      delivered: 1,
      failed: 0,
      pending: 0,
      detail: null,
    });
    expect(headerOf(id, 'webhook-attempt')).to.deep.equal(['1', '2']);
    expect(headerOf(id, 'webhook-id')).to.deep.equal(['evt_bytes_1', 'evt_bytes_1']);
    const [first, second] = requestsOf(id).map(({ receivedAtMs }) => receivedAtMs);
    expect(Number(second) - Number(first)).to.be.at.least(RETRY_WAIT_MS);
  });

  it('keeps later events of an object waiting for the retry of an earlier one', async () => {
    failFirst(1, 503);
    const id = await system.api.accept(qrCode);
    await system.api.settled(id);
    expect(headerOf(id, 'webhook-id')).to.deep.equal([
      'evt_12345_1',
      'evt_12345_1',
      'evt_12345_2',
      'evt_12345_3',
    ]);
  });

  it('counts what is not settled as pending', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    receiver.handle(async ({ headers }, response) => {
      if (headers['webhook-id'] === 'evt_12345_2') await released;
      response.end();
    });
    const id = await system.api.accept(qrCode);
    const log = await waitFor(
      async () => {
        const current = await system.api.log(id);
        return current.delivered === 1 && current;
      },
      { what: 'the first delivery' },
    );
    expect(log).to.include({
      status: 'PROCESSING',
      total: 3,
      delivered: 1,
      pending: 2,
      finished_at: null,
    });
    release();
    expect(await system.api.settled(id)).to.include({ status: 'COMPLETED', delivered: 3 });
  });

  it('fails when the schedule is used up, and says what failed', async () => {
    receiver.handle(({ headers }, response) => {
      response.writeHead(headers['webhook-id'] === 'evt_12345_1' ? 500 : 204).end();
    });
    const id = await system.api.accept(qrCode);
    expect(await system.api.settled(id)).to.include({
      status: 'FAILED',
      total: 3,
      delivered: 2,
      failed: 1,
      pending: 0,
      detail: '1 of 3 deliveries did not succeed: 1 failed',
    });
    expect(headerOf(id, 'webhook-attempt')).to.deep.equal(['1', '2', '3', '1', '1']);
  });

  it('does not follow a redirect', async () => {
    failFirst(3, 307, { location: `${receiver.url}/elsewhere` });
    const id = await system.api.accept({ ...qrCode, object_reference_id: 20001 });
    expect(await system.api.settled(id)).to.include({ status: 'FAILED', failed: 1 });
    expect(new Set(requestsOf(id).map(({ url }) => url))).to.deep.equal(new Set(['/']));
  });

  it('completes at once when nothing happened in its range', async () => {
    const range = { start_datetime: '2020-01-01T00:00:00Z', end_datetime: '2020-01-02T00:00:00Z' };
    const id = await system.api.accept({ ...bulk, ...range });
    expect(await system.api.settled(id)).to.include({
      status: 'COMPLETED',
      total: 0,
      delivered: 0,
      failed: 0,
      pending: 0,
      detail: null,
    });
  });

  it('completes at once for an object without events', async () => {
    const id = await system.api.accept({ ...qrCode, object_reference_id: 40001 });
    expect(await system.api.settled(id)).to.include({
      status: 'COMPLETED',
      object_reference_id: 40001,
      total: 0,
    });
  });

  it('fails when events match and no endpoint does', async () => {
    const api = system.api.withToken(userToken(300));
    const id = await api.accept({ resend_type: 'CASHOUT', object_reference_id: 98765 });
    expect(await api.settled(id)).to.include({
      status: 'FAILED',
      account_mirror_id: 18,
      total: 0,
      delivered: 0,
      failed: 0,
      pending: 0,
      detail: '2 events matched, but no endpoint did',
    });
  });

  it('fails without a retry when the endpoint is gone for good, and spares it from then on', async () => {
    failFirst(1, 410);
    const gone = await system.api.accept({ ...qrCode, object_reference_id: 20001 });
    expect(await system.api.settled(gone)).to.include({ status: 'FAILED', failed: 1 });
    expect(requestsOf(gone)).to.have.length(1);
    const spared = await system.api.accept({ ...qrCode, object_reference_id: 20001 });
    expect(await system.api.settled(spared)).to.include({
      status: 'FAILED',
      total: 1,
      failed: 1,
      detail: '1 of 1 delivery did not succeed: 1 skipped',
    });
    expect(requestsOf(spared)).to.have.length(0);
  });
});
