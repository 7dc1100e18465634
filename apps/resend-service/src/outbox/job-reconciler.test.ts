import { expect } from 'chai';

import type { PublishReceipt, UnstartedJob } from '@webhooks/domain';
import type { Loop } from '@webhooks/runtime';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';

import { startJobReconciler } from './job-reconciler.ts';

describe('startJobReconciler', () => {
  let timers: FakeClock;
  let reconciler: Loop;
  let unstarted: UnstartedJob[];
  let asked: number[];
  let requeued: number[];
  let requeuedCount: number;

  beforeEach(() => {
    timers = createFakeClock(100_000);
    asked = [];
    requeued = [];
    requeuedCount = 0;
  });

  afterEach(() => reconciler.stop());

  function start(jobs: number, holds: (receipt: PublishReceipt) => Promise<boolean>): void {
    unstarted = Array.from({ length: jobs }, (_, index) => ({
      resendId: index + 1,
      run: 1,
      mode: 'bulk',
      traceparent: '',
      receipt: { stream: 's', sequence: index + 1 },
    }));
    reconciler = startJobReconciler({
      resends: {
        unstartedJobs: async (beforeMs, nowMs, afterId, limit) => {
          expect([beforeMs, nowMs]).to.deep.equal([timers.now() - 5_000, timers.now()]);
          return unstarted.filter(({ resendId }) => resendId > afterId).slice(0, limit);
        },
        requeueJobs: async (ids) => {
          requeued.push(...ids);
          unstarted = unstarted.filter(({ resendId }) => !ids.includes(resendId));
        },
      },
      publisher: {
        holds: (receipt) => {
          asked.push(receipt.sequence);
          return holds(receipt);
        },
      },
      onRequeued: () => (requeuedCount += 1),
      intervalMs: 10_000,
      minAgeMs: 5_000,
      clock: timers,
      timers,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
  }

  const pause = () => waitFor(() => timers.pendingTimers === 1, { what: 'the end of a round' });

  it('puts back what the broker lost, and nothing else', async () => {
    start(10, async ({ sequence }) => sequence % 2 === 0);
    await pause();
    expect(requeued).to.deep.equal([1, 3, 5, 7, 9]);
    expect(requeuedCount).to.equal(1);
  });

  it('finds every lost job in one round, however many', async () => {
    start(3_000, async () => false);
    await pause();
    expect(requeued).to.have.length(3_000);
  });

  it('asks for a bounded number of safe jobs and goes on behind them in the next round', async () => {
    start(1_500, async () => true);
    await pause();
    const inFirstRound = asked.length;
    expect(inFirstRound).to.be.within(1_000, 1_200);
    timers.advance(10_000);
    await waitFor(() => asked.length === 1_500, { what: 'the rest' });
    await pause();
    timers.advance(10_000);
    await waitFor(() => asked.length > 1_500, { what: 'the next walk' });
    expect(asked[1_500]).to.equal(1);
  });

  it('puts nothing back while the broker does not answer', async () => {
    start(10, async () => {
      throw new Error('away');
    });
    await pause();
    expect(requeued).to.deep.equal([]);
  });
});
