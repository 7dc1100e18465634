import { expect } from 'chai';

import { createHttpSender } from '@webhooks/delivery';
import { systemClock, systemTimers } from '@webhooks/domain';
import { createLogger, noTracer } from '@webhooks/telemetry';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';

import { TestEvents } from '../src/test-events/test-events.ts';
import { createHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const USER = 246;

describe('an endpoint that a user moved', function () {
  this.timeout(60_000);
  let harness: Harness;
  let receiver: HttpReceiver;
  let other: HttpReceiver;
  let answersChallenge: boolean;

  beforeEach(async () => {
    harness = await createHarness();
    receiver = await startHttpReceiver();
    other = await startHttpReceiver();
    answersChallenge = true;
    receiver.handle((request, response) => {
      const challenge = request.headers['webhook-challenge'];
      if (answersChallenge && challenge !== undefined) {
        response.setHeader('webhook-challenge', challenge);
      }
      response.end();
    });
    await harness.write([endpointRecord('ep_a', other.url), ...eventRecords(3, 0)]);
    const change = { url: `${receiver.url}/moved`, needsProof: true };
    await harness.catalog.updateOwnEndpoint('ep_a', USER, change, Date.now(), harness.actor);
  });
  afterEach(async () => {
    await receiver[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    await harness[Symbol.asyncDispose]();
  });

  const sent = () =>
    receiver.requests.filter(({ headers }) => headers['webhook-test'] === undefined);
  const verification = async () =>
    (await harness.endpoints.get('ep_a', USER, Date.now()))?.verification;

  async function testing(): Promise<AsyncDisposable> {
    const stack = new AsyncDisposableStack();
    const sender = stack.use(
      createHttpSender({ attemptTimeoutMs: 5_000, connectionsPerOrigin: 8, clock: systemClock }),
    );
    const fence = await harness.lease.acquire('tests', 1, Date.now() + 15);
    if (fence === null) throw new Error('the lease is taken');
    const running = new TestEvents({
      ...{ store: harness.store, fence, sender, tracer: noTracer, clock: systemClock },
      timers: systemTimers,
      logger: createLogger({ name: 'dispatcher', level: 'silent' }),
      holdsLease: () => true,
    });
    stack.defer(() => running.stop(5_000));
    running.start();
    return stack;
  }

  it('gets nothing but a test event until it answers the challenge, and then what waited', async () => {
    const engine = await harness.startEngine();
    const id = await harness.accept();
    void engine.work(id).catch(() => undefined);
    await waitFor(
      async () => (await harness.deliveries(id)).some(({ state }) => state === 'RETRYING'),
      { what: 'a delivery to wait' },
    );
    expect((await harness.deliveries(id)).map(({ attempts }) => attempts)).to.not.include(1);
    expect(await verification()).to.equal('pending');
    await engine.stop(5_000);
    await using _ = await testing();
    await waitFor(async () => (await verification()) === 'proven', { what: 'the proof' });
    expect(sent()).to.deep.equal([]);
    expect(receiver.requests).to.have.length(1);
    const later = await harness.startEngine();
    void later.work(id).catch(() => undefined);
    expect(await harness.settled(id, 20_000)).to.include({ status: 'COMPLETED', delivered: 3 });
    expect(sent()).to.have.length(3);
    expect((await harness.deliveries(id)).map(({ attempts }) => attempts)).to.deep.equal([1, 1, 1]);
    await later.stop(5_000);
  });

  it('continues by itself once it is proven, while the engine runs', async () => {
    const engine = await harness.startEngine();
    const id = await harness.accept();
    void engine.work(id).catch(() => undefined);
    await waitFor(
      async () => (await harness.deliveries(id)).some(({ state }) => state === 'RETRYING'),
      { what: 'a delivery to wait' },
    );
    await harness.write([endpointRecord('ep_a', `${receiver.url}/moved`)]);
    expect(await verification()).to.equal('proven');
    expect(await harness.settled(id, 20_000)).to.include({ status: 'COMPLETED', delivered: 3 });
    await engine.stop(5_000);
  });

  it('stays unproven by a 2xx alone, and what waits expires', async () => {
    answersChallenge = false;
    {
      await using _ = await testing();
      await waitFor(() => receiver.requests.length === 1, { what: 'the test event' });
    }
    expect(await verification()).to.equal('pending');
    const engine = await harness.startEngine({
      policy: { scheduleMs: [0], expiresAfterMs: 1_000 },
    });
    const id = await harness.accept();
    void engine.work(id).catch(() => undefined);
    expect(await harness.settled(id, 40_000)).to.include({ status: 'FAILED', failed: 3 });
    const reasons = (await harness.deliveries(id)).map(({ reason }) => reason);
    expect(new Set(reasons)).to.deep.equal(new Set(['expired']));
    expect(sent()).to.deep.equal([]);
    await engine.stop(5_000);
  });
});
