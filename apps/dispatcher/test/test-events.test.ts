import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';

import { createHttpSender, NotSentError, type Sender } from '@webhooks/delivery';
import {
  systemClock,
  systemTimers,
  type Endpoint,
  type TestEvent,
  type TestEventStore,
} from '@webhooks/domain';
import { createSqliteTestEventStore, openDatabase, type Database } from '@webhooks/store-sqlite';
import { createLogger, noTracer } from '@webhooks/telemetry';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';

import { TestEvents } from '../src/test-events/test-events.ts';
import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const USER = 246;

describe('test events', function () {
  this.timeout(60_000);
  let harness: Harness;
  let database: Database;
  let events: TestEventStore;
  let receiver: HttpReceiver;
  let running: TestEvents | null;
  beforeEach(async () => {
    harness = await createHarness();
    const { path, secretsKey } = harness;
    database = openDatabase({ path, secretsKey });
    events = createSqliteTestEventStore(database);
    receiver = await startHttpReceiver();
    running = null;
    await harness.write([endpoint()]);
  });
  afterEach(async () => {
    await running?.stop(5_000);
    await receiver[Symbol.asyncDispose]();
    database[Symbol.dispose]();
    await harness[Symbol.asyncDispose]();
  });

  const endpoint = (changes: Partial<Endpoint> = {}) =>
    endpointRecord('ep_a', `${receiver.url}/hook`, {
      signingSecrets: [{ secret: SECRET, expiresAtMs: null }],
      ...changes,
    });

  async function ask(nowMs = Date.now()): Promise<number> {
    const event = await events.request('ep_a', USER, nowMs, harness.actor);
    if (event === null) throw new Error('there is no such endpoint');
    return event.id;
  }

  async function start(sender: Sender = httpSender()): Promise<void> {
    const fence = await harness.lease.acquire('tests', 1, Date.now());
    if (fence === null) throw new Error('the lease is taken');
    running = new TestEvents({
      ...{ store: harness.store, fence, sender, tracer: noTracer, clock: systemClock },
      timers: systemTimers,
      logger: createLogger({ name: 'dispatcher', level: 'silent' }),
      holdsLease: () => true,
    });
    running.start();
  }

  const settled = (id: number): Promise<TestEvent> =>
    waitFor(
      async () => {
        const event = await events.get('ep_a', id, USER);
        return event === null || event.state === 'PENDING' ? null : event;
      },
      { what: `test event ${id} to be settled`, deadlineMs: 20_000 },
    );

  it('are signed and marked, and belong to no resend', async () => {
    await harness.write([endpoint({ authorizationToken: 'Bearer of-the-customer' })]);
    const id = await ask();
    await start();
    const event = await settled(id);
    expect(event).to.include({ state: 'DELIVERED', reason: null });
    expect(event.attempt).to.include({ httpStatus: 200, errorClass: null });
    const [request] = receiver.requests;
    const headers = request?.headers as Record<string, string>;
    expect(headers).to.include({
      'webhook-id': `test_${id}`,
      'webhook-test': 'true',
      'webhook-attempt': '1',
      authorization: 'Bearer of-the-customer',
    });
    expect(headers).to.not.have.property('webhook-resend-id');
    const body = request?.body.toString() ?? '';
    expect(new Webhook(SECRET).verify(body, headers)).to.deep.include({
      type: 'webhook.test',
      data: { id, endpoint_id: 'ep_a', account_mirror_id: 17 },
    });
  });

  it('tell what is answered, with secrets masked, and are not sent again', async () => {
    receiver.handle((request, response) => {
      response.writeHead(410).end(`seen ${String(request.headers['authorization'])}`);
    });
    await harness.write([endpoint({ authorizationToken: 'Bearer of-the-customer' })]);
    const id = await ask();
    await start();
    const { state, attempt } = await settled(id);
    expect(state).to.equal('FAILED');
    expect(attempt).to.include({ httpStatus: 410, errorClass: 'http_status' });
    const snippet = Buffer.from(attempt?.responseSnippet ?? []).toString();
    expect(snippet)
      .to.match(/^seen /)
      .and.not.include('of-the-customer');
    await settled(await ask());
    expect(receiver.requests).to.have.length(2);
    expect((await harness.store.loadEndpoint('ep_a'))?.disabledReason).to.equal(null);
  });

  it('change nothing that is known of events, nor statistics', async () => {
    await harness.write(eventRecords(1, 0));
    const before = await harness.endpoints.get('ep_a', USER, Date.now());
    const id = await ask();
    await start();
    await settled(id);
    const after = await harness.endpoints.get('ep_a', USER, Date.now());
    expect(after).to.deep.equal(before);
  });

  it('go to one endpoint one after the other', async () => {
    let open = 0;
    let most = 0;
    receiver.handle((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 20);
    });
    const ids = [await ask(), await ask(), await ask()];
    await start();
    for (const id of ids) await settled(id);
    expect(most).to.equal(1);
  });

  it('are not sent to an endpoint that is disabled, nor when nobody looks any more', async () => {
    const late = await ask(Date.now() - 60_000);
    await start();
    expect(await settled(late)).to.include({ state: 'SKIPPED', reason: 'expired', attempt: null });
    await harness.write([endpoint({ disabledReason: 'by_owner' })]);
    const disabled = await settled(await ask());
    expect(disabled).to.include({ state: 'SKIPPED', reason: 'endpoint_disabled' });
    expect(receiver.requests).to.deep.equal([]);
  });

  it('say that the way out is closed', async () => {
    const id = await ask();
    await start({
      send: async () => {
        throw new NotSentError('proxy_unreachable', 'proxy:3128', 'it is down', 1_000);
      },
      [Symbol.asyncDispose]: async () => undefined,
    });
    expect(await settled(id)).to.include({ state: 'SKIPPED', reason: 'not_sent' });
  });
});

function httpSender(): Sender {
  return createHttpSender({
    attemptTimeoutMs: 5_000,
    connectionsPerOrigin: 8,
    clock: systemClock,
  });
}
