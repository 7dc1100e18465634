import { expect } from 'chai';

import { waitFor, type NatsServer } from '@webhooks/testing';

import { job, testBus, type TestBus, useBus } from './setup.ts';

describe('stopping a source', () => {
  let server: NatsServer;
  let bus: TestBus;

  useBus((started) => ({ server, bus } = started));

  it('lets a handler finish and acknowledges its job', async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<AbortSignal>();
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    await source.start(async (_job, signal) => {
      begun.resolve(signal);
      await gate.promise;
    });
    const receipt = await bus.publisher.publish(job(1));
    const signal = await begun.promise;
    expect(signal.aborted).to.equal(false);
    const stopped = source.stop(5_000);
    expect(signal.aborted).to.equal(true);
    gate.resolve();
    await stopped;
    await waitFor(async () => !(await bus.publisher.holds(receipt)), { what: 'the end of it' });
  });

  it('takes no more jobs: another source gets them at once', async () => {
    const first = await startWith(bus, async () => {});
    await first.stop(1_000);
    await bus.publisher.publish(job(1));
    await using other = testBus(server.url);
    const received: number[] = [];
    await startWith(other, async (id) => void received.push(id));
    await waitFor(() => received.length === 1, { what: 'the job' });
  });

  it('gives back a job whose handler rejects when it is told to stop', async () => {
    const begun = Promise.withResolvers<void>();
    const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
    await source.start(async (_job, signal) => {
      begun.resolve();
      await new Promise((_resolve, reject) => signal.addEventListener('abort', reject));
    });
    await bus.publisher.publish(job(1));
    await begun.promise;
    await source.stop(5_000);
    const received: number[] = [];
    await startWith(bus, async (id) => void received.push(id));
    await waitFor(() => received.length === 1, { deadlineMs: 1_000, what: 'the job' });
  });

  it('waits for a handler no longer than it was told and gives its job back', async () => {
    const never = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const source = await startWith(bus, async () => {
      begun.resolve();
      await never.promise;
    });
    await bus.publisher.publish(job(1));
    await begun.promise;
    const startedMs = performance.now();
    await source.stop(200);
    expect(performance.now() - startedMs).to.be.within(190, 1_000);
    const received: number[] = [];
    await startWith(bus, async (id) => void received.push(id));
    await waitFor(() => received.length === 1, { deadlineMs: 1_000, what: 'the job' });
    never.resolve();
  });

  it('is bounded while the server is frozen', async () => {
    const source = await startWith(bus, async () => {});
    server.pause();
    const startedMs = performance.now();
    await source.stop(300);
    expect(performance.now() - startedMs).to.be.below(1_000);
    server.resume();
  });

  it('comes with the end of the bus', async () => {
    const begun = Promise.withResolvers<void>();
    await startWith(bus, () => new Promise(() => begun.resolve()));
    await bus.publisher.publish(job(1));
    await begun.promise;
    await bus[Symbol.asyncDispose]();
    await using other = testBus(server.url);
    const received: number[] = [];
    await startWith(other, async (id) => void received.push(id));
    await waitFor(() => received.length === 1, { deadlineMs: 1_500, what: 'the job' });
  });
});

async function startWith(bus: TestBus, handler: (resendId: number) => Promise<void>) {
  const source = bus.createSource({ mode: 'bulk', maxInFlight: 1 });
  await source.start(({ resendId }) => handler(resendId));
  return source;
}
