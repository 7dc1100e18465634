import { defaultBreakerPolicy } from '@webhooks/delivery';
import { startHttpReceiver, waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { useHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

const BREAKER = {
  ...defaultBreakerPolicy,
  consecutiveFailures: 8,
  minSamples: 1_000_000,
  firstOpenMs: 150,
  maxOpenMs: 150,
};
const QUEUES = { endpointMaxInFlight: 8, breaker: BREAKER };
const PATIENT = { scheduleMs: [0, 20, 20, 20, 20], expiresAfterMs: 60_000 };

describe('pacing of an endpoint', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  it('leaves an endpoint that is down alone, spends no attempts, and comes back slowly', async () => {
    let isDown = true;
    let hasOpened = false;
    let open = 0;
    const together: number[] = [];
    const probes: { readonly atMs: number; readonly together: number }[] = [];
    receiver.handle((_request, response) => {
      response.statusCode = isDown ? 500 : 200;
      open += 1;
      if (!isDown) together.push(open);
      else if (hasOpened) probes.push({ atMs: performance.now(), together: open });
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 5);
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(400, 0)]);
    const id = await harness.accept();
    const engine = await harness.startEngine({ queues: QUEUES, policy: PATIENT });
    void engine.work(id).catch(() => undefined);
    // What had started before the breaker opened still ends.
    const isQuiet = () => receiver.requests.length >= 8 && engine.inFlight === 0;
    await waitFor(isQuiet, { what: 'the breaker opens' });
    hasOpened = true;
    await waitFor(() => probes.length >= 3, { what: 'three probes fail' });
    isDown = false;
    expect(
      probes.every(({ together }) => together === 1),
      'one probe at a time',
    ).to.equal(true);
    const gaps = probes.slice(1).map(({ atMs }, index) => atMs - (probes[index]?.atMs ?? 0));
    expect(Math.min(...gaps), 'a pause between them').to.be.at.least(BREAKER.firstOpenMs - 1);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 400 });
    expect(together[0], 'the probe is alone').to.equal(1);
    expect(Math.max(...together.slice(0, 4)), 'then two at a time').to.be.at.most(2);
    expect(Math.max(...together)).to.equal(8);
    await engine.stop(1000);
  });

  it('meets an endpoint that was down with one probe after a restart, not with its whole cap', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(400, 0)]);
    const id = await harness.accept();
    const first = await harness.startEngine({ queues: QUEUES, policy: PATIENT });
    void first.work(id).catch(() => undefined);
    const isShown = async () =>
      (await harness.endpoints.get('ep_a', 246, 0))?.breaker.state === 'OPEN';
    await waitFor(isShown, { what: 'the breaker is shown as open' });
    await first.stop(1_000);
    let open = 0;
    const together: number[] = [];
    receiver.handle((_request, response) => {
      open += 1;
      together.push(open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 5);
    });
    const second = await harness.startEngine({ queues: QUEUES, policy: PATIENT });
    void second.work(id).catch(() => undefined);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 400 });
    expect(together.slice(0, 2)).to.deep.equal([1, 1]);
    expect(Math.max(...together.slice(0, 4)), 'then two at a time').to.be.at.most(2);
    await second.stop(1_000);
  });

  it('waits as long as a 429 asks, with the whole endpoint', async () => {
    let limitedAt = 0;
    const afterwards: number[] = [];
    receiver.handle((_request, response) => {
      if (limitedAt === 0) {
        limitedAt = Date.now();
        response.statusCode = 429;
        response.setHeader('retry-after', '1');
      } else afterwards.push(Date.now() - limitedAt);
      response.end();
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxInFlight: 1 }),
      ...eventRecords(5, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine({ queues: QUEUES });
    void engine.work(id).catch(() => undefined);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 5 });
    expect(Math.min(...afterwards)).to.be.at.least(995);
    await engine.stop(1000);
  });

  it('keeps to the rate of an endpoint', async () => {
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxRatePerSecond: 50 }),
      ...eventRecords(60, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    const startedAt = Date.now();
    void engine.work(id).catch(() => undefined);
    await harness.settled(id);
    const elapsedMs = Date.now() - startedAt;
    // 60 at 50/s with a burst of a tenth of a second.
    expect(elapsedMs).to.be.at.least(1_000);
    await engine.stop(1000);
  });

  it('never has more in flight than the cap of the endpoint', async () => {
    let open = 0;
    let most = 0;
    receiver.handle((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 3);
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxInFlight: 3 }),
      ...eventRecords(100, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    await engine.work(id);
    expect(most).to.equal(3);
    await engine.stop(1000);
  });

  it('disables an endpoint that answers 410 and skips what waits for it, with the reason', async () => {
    let isGone = false;
    receiver.handle((request, response) => {
      if (request.headers['webhook-id'] === 'evt_17_1') response.statusCode = 500;
      else if (isGone) response.statusCode = 410;
      isGone ||= request.headers['webhook-id'] === 'evt_17_10';
      response.end();
    });
    await harness.write([
      endpointRecord('ep_a', receiver.url, { maxInFlight: 1 }),
      ...eventRecords(200, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine({
      policy: { scheduleMs: [0, 3_600_000], expiresAfterMs: 7_200_000 },
    });
    void engine.work(id).catch(() => undefined);
    const resend = await harness.settled(id);
    expect(resend).to.include({ status: 'FAILED', delivered: 9, failed: 191 });
    const deliveries = await harness.deliveries(id);
    const by = Object.groupBy(deliveries, ({ state, reason }) => `${state} ${reason ?? ''}`.trim());
    expect(by['FAILED endpoint_gone']).to.have.length(1);
    expect(by['SKIPPED endpoint_gone']).to.have.length(190);
    expect(receiver.requests).to.have.length(11);
    await engine.stop(1000);
  });

  it('skips visibly what is meant for a disabled endpoint', async () => {
    await harness.write([
      endpointRecord('ep_a', receiver.url, { disabledReason: 'by_owner' }),
      ...eventRecords(3, 0),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine();
    await engine.work(id);
    expect(await harness.get(id)).to.include({ status: 'FAILED', total: 3, failed: 3 });
    const deliveries = await harness.deliveries(id);
    expect(deliveries.map(({ reason }) => reason)).to.deep.equal(
      Array<string>(3).fill('endpoint_disabled'),
    );
    expect(receiver.requests).to.have.length(0);
    await engine.stop(1000);
  });

  it('expires what was not settled in time, planned or not', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(700, 0)]);
    const id = await harness.accept();
    const policy = { scheduleMs: [0, 200, 200, 200, 200, 200], expiresAfterMs: 700 };
    const first = await harness.startEngine({ queues: QUEUES, policy });
    void first.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length >= 8, { what: 'it was tried' });
    await waitFor(async () => Date.now() - (await harness.get(id)).createdAtMs > 700, {
      what: 'the time is over',
    });
    await first.stop(1000);
    const second = await harness.startEngine({ queues: QUEUES, policy });
    const resend = await harness.settled(id);
    expect(resend).to.include({ status: 'FAILED', total: 700, failed: 700, pending: 0 });
    const reasons = new Set((await harness.deliveries(id)).map(({ reason }) => reason));
    expect(reasons).to.deep.equal(new Set(['expired']));
    await second.stop(1000);
  });

  it('delivers to every other endpoint while one is down for good', async () => {
    await using dead = await startHttpReceiver((_request, response) => void response.destroy());
    await harness.write([
      endpointRecord('ep_dead', dead.url),
      endpointRecord('ep_a', receiver.url),
      ...eventRecords(3000, 50),
    ]);
    const id = await harness.accept();
    const engine = await harness.startEngine({ queues: QUEUES, policy: PATIENT });
    void engine.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length === 3000, {
      what: 'the healthy one has all',
      deadlineMs: 20_000,
    });
    expect(dead.requests.length).to.be.below(200);
    dead.handle((_request, response) => void response.end());
    expect(await harness.settled(id, 20_000)).to.include({ pending: 0, total: 6000 });
    await engine.stop(1000);
  }).timeout(30_000);

  it('holds for a resend too, over all of its endpoints, and follows its owner while it runs', async () => {
    const endpoints = ['ep_a', 'ep_b'].map((id) => endpointRecord(id, `${receiver.url}/${id}`));
    await harness.write([...endpoints, ...eventRecords(100, 0)]);
    const startedAtMs = Date.now();
    const id = await harness.accept({}, 17, null, { maxRatePerSecond: 20 });
    const engine = await harness.startEngine();
    void engine.work(id).catch(() => undefined);
    await waitFor(() => receiver.requests.length >= 12, { what: 'twelve are sent' });
    const elapsedS = (Date.now() - startedAtMs) / 1000;
    expect(receiver.requests.length).to.be.at.most(12 + 3 + 20 * elapsedS);
    expect(elapsedS, 'the first ones are two at a time').to.be.at.least(0.45);
    const first = receiver.requests.slice(0, 12).map(({ url }) => url);
    expect(new Set(first), 'endpoints take turns').to.have.property('size', 2);

    await harness.resends.changeRate({
      ...{ id, userId: 246, actor: harness.actor, nowMs: Date.now() },
      maxRatePerSecond: null,
    });
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 200 });
    expect(Date.now() - startedAtMs, 'the rest is not held back').to.be.lessThan(6_000);
    await engine.stop(1000);
  });
});
