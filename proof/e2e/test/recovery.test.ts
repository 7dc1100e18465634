import { startSystem, type System } from '@webhooks/proof-kit';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { DatabaseView } from './support/database.ts';
import { qrCode } from './support/documented.ts';
import { endpointRecord } from './support/records.ts';

const ENDPOINT = '/v3/webhooks/endpoints/ep_17';
const deadlineMs = 20_000;

describe('An endpoint that recovers by itself', function () {
  this.timeout(90_000);
  const started = new AsyncDisposableStack();
  let system: System;
  let receiver: HttpReceiver;
  let observer: HttpReceiver;
  let isDown = true;

  before(async () => {
    system = started.use(
      await startSystem({
        RECOVERY_AFTER: '1',
        FAILING_AFTER: '1',
        BREAKER_FAILURES: '1',
        BREAKER_OPEN_MS: '100',
        BREAKER_MAX_OPEN_MS: '200',
        RETRY_SCHEDULE: ['0', ...Array.from({ length: 31 }, () => '0.2')].join(','),
        LEASE_TTL_MS: '1000',
      }),
    );
    receiver = started.use(await startHttpReceiver());
    observer = started.use(await startHttpReceiver());
    receiver.handle((_request, response) => {
      response.statusCode = isDown ? 500 : 200;
      response.end();
    });
    const { url } = receiver;
    await system.importSample([
      endpointRecord({ id: 'ep_17', account_id: 17, url, type_webhook: 'CASHIN' }),
      endpointRecord({
        ...{ id: 'ep_told', account_id: 17, url: observer.url, type_webhook: 'endpoint.health' },
      }),
    ]);
  });
  after(() => started.disposeAsync());

  async function get(path: string): Promise<Record<string, unknown>> {
    const { status, text } = await system.api.request(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  /** Resends that nobody asked for. */
  const recoveries = async (): Promise<number[]> =>
    (await system.api.page('?created_by=anyone&limit=100')).results
      .filter((resend) => (resend as { created_by?: unknown }).created_by === null)
      .map(({ id }) => id);

  const event = (id: string, outcome: string): object => ({
    event: {
      id,
      account_id: 17,
      resend_type: 'RESEND_TYPE_CASHIN',
      object_reference_id: 777,
      type: 'QR_CODE_COPY_AND_PASTE_PAID',
      occurred_at: new Date().toISOString(),
      payload: Buffer.from(`{"id":"${id}"}`).toString('base64'),
      outcome: `DELIVERY_OUTCOME_${outcome}`,
    },
  });

  /** Each notification once, although a killed dispatcher may have sent it twice. */
  const notified = (): { type: string; data: object }[] => {
    const byId = new Map(observer.requests.map((one) => [one.headers['webhook-id'], one.body]));
    return [...byId.values()].map((body) => JSON.parse(body.toString()));
  };

  const receivedIds = (): unknown[] =>
    receiver.requests.map(({ headers }) => headers['webhook-id']);

  it('gets what it missed in an outage once, whatever is killed meanwhile', async () => {
    const { status } = await system.api.request(ENDPOINT, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ recover_automatically: true }),
    });
    expect(status).to.equal(200);
    expect(await get(ENDPOINT)).to.include({ recover_automatically: true });

    const asked = await system.api.accept(qrCode);
    const isFailing = async (): Promise<boolean> => {
      const { breaker } = (await get(ENDPOINT)) as { breaker: { state: string } };
      return breaker.state !== 'CLOSED';
    };
    await waitFor(isFailing, { deadlineMs, what: 'the breaker opens' });
    await system.importRecords([event('evt_lost', 'FAILED'), event('evt_had', 'DELIVERED')]);
    await system.app('dispatcher').kill();
    await system.start('dispatcher');
    await waitFor(() => notified().length > 0, { deadlineMs, what: 'a lasting outage' });

    // The outage ends while nobody is there to make the resend.
    await system.app('resend-service').kill();
    isDown = false;
    using database = new DatabaseView(system.databaseFile);
    const isOver = (): boolean => database.waitingRecoveries() === 1;
    await waitFor(isOver, { deadlineMs, what: 'the outage is handed on' });
    await system.app('dispatcher').kill();
    await system.start('resend-service');
    await waitFor(async () => (await recoveries()).length === 1, {
      deadlineMs,
      what: 'the resend is made',
    });
    await system.app('resend-service').kill();
    await system.start('resend-service');
    await system.start('dispatcher');

    const [id = 0] = await recoveries();
    const settled = await system.api.settled(id, deadlineMs);
    expect(settled).to.include({ status: 'COMPLETED', delivered: 1 });
    expect((settled as { reason?: unknown }).reason).to.match(/^ep_17 was failing from /);
    expect(await system.api.settled(asked, deadlineMs)).to.include({ status: 'COMPLETED' });
    expect(receivedIds()).to.include('evt_lost').and.not.to.include('evt_had');
    expect(receivedIds().filter((one) => one === 'evt_lost')).to.have.length(1);
    expect(await recoveries()).to.deep.equal([id]);
    expect(database.waitingRecoveries()).to.equal(0);
    expect(database.actsOn(id)).to.deep.equal(['RESEND_CREATED']);

    await waitFor(() => notified().length >= 2, { deadlineMs, what: 'it is told' });
    expect(notified().map(({ type }) => type)).to.deep.equal([
      'endpoint.failing',
      'endpoint.recovered',
    ]);
    expect(notified()[1]?.data).to.include({ endpoint_id: 'ep_17', resends_what_it_missed: true });
  });
});
