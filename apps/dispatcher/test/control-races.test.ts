import { defaultBreakerPolicy } from '@webhooks/delivery';
import { waitFor, type HttpReceiver } from '@webhooks/testing';
import { expect } from 'chai';

import { useHarness, endpointRecord, eventRecords, type Harness } from './harness.ts';

describe('races of requests with deliveries', () => {
  let harness: Harness;
  let receiver: HttpReceiver;

  useHarness((started) => ({ harness, receiver } = started));

  const received = (count: number): Promise<unknown> =>
    waitFor(() => receiver.requests.length >= count, { what: `${String(count)} requests` });
  const sentOf = (resendId: number): number =>
    receiver.requests.filter(({ headers }) => headers['webhook-resend-id'] === String(resendId))
      .length;

  it('does not retry what is paused, while others are retried, nor what is cancelled', async () => {
    receiver.handle((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(5, 0)]);
    const policy = { scheduleMs: [0, 200, 200, 200], expiresAfterMs: 60_000 };
    const breaker = { ...defaultBreakerPolicy, consecutiveFailures: 1_000, minSamples: 1_000 };
    const queues = { endpointMaxInFlight: 16, breaker };
    const engine = await harness.startEngine({ policy, queues });
    const paused = await harness.accept();
    void engine.work(paused);
    await waitFor(
      async () => (await harness.deliveries(paused)).every(({ state }) => state === 'RETRYING'),
      { what: 'everything waits for its retry' },
    );
    await harness.control(paused, 'PAUSE');
    await harness.acknowledged(paused);
    const sent = sentOf(paused);
    const other = await harness.accept();
    void engine.work(other);
    expect(await harness.settled(other)).to.include({ status: 'FAILED', failed: 5 });
    expect(sentOf(paused)).to.equal(sent);

    await harness.control(paused, 'RESUME');
    await waitFor(() => sentOf(paused) > sent, { what: 'the retries go on' });
    await harness.control(paused, 'CANCEL');
    expect(await harness.settled(paused)).to.include({ status: 'FAILED', failed: 5, pending: 0 });
    await engine.stop(1000);
  });

  it('goes on with what was resumed while no dispatcher ran', async () => {
    receiver.handle((_request, response) => void setTimeout(() => response.end(), 3));
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(300, 0)]);
    const id = await harness.accept();
    const first = await harness.startEngine();
    void first.work(id).catch(() => undefined);
    await received(20);
    await harness.control(id, 'PAUSE');
    await harness.acknowledged(id);
    await first.stop(1000);
    await harness.control(id, 'RESUME');
    const second = await harness.startEngine();
    await second.work(id);
    expect(await harness.settled(id)).to.include({ status: 'COMPLETED', delivered: 300 });
    expect(receiver.requests).to.have.length(300);
    await second.stop(1000);
  });

  it('retries exactly what failed, in order and once', async () => {
    const failing = new Set(['evt_17_3', 'evt_17_4', 'evt_17_9']);
    receiver.handle((request, response) => {
      if (failing.has(String(request.headers['webhook-id']))) response.statusCode = 400;
      response.end();
    });
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(12, 1)]);
    const engine = await harness.startEngine();
    const id = await harness.accept();
    await engine.work(id);
    expect(await harness.settled(id)).to.include({ status: 'FAILED', delivered: 9, failed: 3 });
    failing.clear();
    const retry = await harness.accept({}, 17, id);
    const before = receiver.requests.length;
    await engine.work(retry);
    expect(await harness.settled(retry)).to.include({
      status: 'COMPLETED',
      total: 3,
      delivered: 3,
    });
    expect(
      receiver.requests.slice(before).map(({ headers }) => headers['webhook-id']),
    ).to.deep.equal(['evt_17_3', 'evt_17_4', 'evt_17_9']);
    await engine.stop(1000);
  });

  it('adds up when a cancellation meets the last outcomes, again and again', async function () {
    this.timeout(60_000);
    await harness.write([endpointRecord('ep_a', receiver.url), ...eventRecords(30, 0)]);
    const engine = await harness.startEngine();
    for (let round = 0; round <= 30; round += 1) {
      const id = await harness.accept();
      const before = receiver.requests.length;
      const work = engine.work(id);
      await received(before + round);
      await Promise.allSettled([harness.control(id, 'PAUSE'), harness.control(id, 'CANCEL')]);
      await work;
      const { delivered, failed, status } = await harness.settled(id);
      expect(delivered, 'recorded as sent').to.equal(receiver.requests.length - before);
      expect(delivered + failed).to.equal(30);
      expect(status).to.equal(failed === 0 ? 'COMPLETED' : 'FAILED');
    }
    await engine.stop(1000);
  });
});
