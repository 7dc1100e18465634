import type { PlannedDelivery, RetryStore } from '@webhooks/domain';
import { createFakeClock, waitFor } from '@webhooks/testing';
import { createLogger } from '@webhooks/telemetry';
import { expect } from 'chai';

import { Lifetime } from '../lifecycle/lifetime.ts';
import { RetryScheduler } from './retry-scheduler.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

interface StoredRetry {
  readonly resendId: number;
  readonly position: number;
  readonly atMs: number;
}

describe('RetryScheduler beside a paused resend', () => {
  it('reads what waits for it once, not with every retry of the others', async () => {
    const { retries, state, take } = setUp();
    for (let position = 1; position <= 1_000; position += 1) add(state, 1, position, position);
    state.paused.add(1);
    for (let position = 1; position <= 50; position += 1) {
      add(state, 2, position, 2_000 + 50 * position);
      retries.schedule('ep', 2_000 + 50 * position);
    }
    for (let count = 1; count <= 50; count += 1) await take(count);
    expect(state.pausedReads).to.be.lessThan(1_010);
    retries.stop();
  });

  it('finds what waits for it as soon as it goes on', async () => {
    const { retries, state, taken, take } = setUp();
    add(state, 1, 1, 100);
    add(state, 2, 1, 200);
    state.paused.add(1);
    await retries.reload();
    await take(1);
    state.paused.delete(1);
    await retries.reload();
    await take(2);
    expect(taken).to.deep.equal(['2/1', '1/1']);
    retries.stop();
  });

  it('finds what waits for one that goes on while they are being read', async () => {
    const { retries, clock, state, take } = setUp();
    add(state, 1, 1, 100);
    add(state, 2, 1, 200);
    state.paused.add(1);
    state.afterEarliestDueAt = async () => {
      state.afterEarliestDueAt = null;
      state.paused.delete(1);
      await retries.reload();
    };
    clock.advance(1_000);
    await retries.reload();
    await take(2);
    retries.stop();
  });

  it('finds what is due by a clock that was set back, although later times were read', async () => {
    const { retries, clock, state, taken, take } = setUp();
    clock.jump(10_000);
    add(state, 1, 1, 100);
    add(state, 2, 1, 10_000);
    state.paused.add(1);
    await retries.reload();
    await take(1);
    clock.jump(1_000);
    add(state, 2, 2, 900);
    // Reported a little later than it was made due, as when an endpoint is gone.
    retries.schedule('ep', 950);
    await take(2);
    expect(taken).to.deep.equal(['2/1', '2/2']);
    retries.stop();
  });

  it('waits for their time when the clock is set back while they are being read', async () => {
    const { retries, clock, state, take } = setUp();
    clock.jump(10_000);
    add(state, 2, 1, 5_000);
    state.afterEarliestDueAt = async () => {
      state.afterEarliestDueAt = null;
      clock.jump(1_000);
    };
    await retries.reload();
    await take(1);
    expect(clock.now()).to.be.within(5_000, 5_100);
    retries.stop();
  });
});

function setUp() {
  const clock = createFakeClock(0);
  const taken: string[] = [];
  const state = {
    retries: [] as StoredRetry[],
    paused: new Set<number>(),
    /** Retries of paused resends that were read. */
    pausedReads: 0,
    afterEarliestDueAt: null as (() => Promise<void>) | null,
  };
  const due = (fromMs: number, nowMs: number): StoredRetry[] => {
    const between = state.retries.filter(({ atMs }) => atMs >= fromMs && atMs <= nowMs);
    state.pausedReads += between.filter(({ resendId }) => state.paused.has(resendId)).length;
    return between.filter(({ resendId }) => !state.paused.has(resendId));
  };
  const store: Omit<RetryStore, 'expedite'> = {
    nextRetryByEndpoint: async () => [{ endpointId: 'ep', atMs: state.retries[0]?.atMs ?? 0 }],
    earliestDueAfter: async (_endpointId, afterMs) =>
      state.retries.find(({ atMs }) => atMs > afterMs)?.atMs ?? null,
    earliestDueAt: async (_endpointId, fromMs, nowMs) => {
      const first = due(fromMs, nowMs)[0]?.atMs ?? null;
      await state.afterEarliestDueAt?.();
      return first;
    },
    loadDue: async (_endpointId, fromMs, nowMs) =>
      due(fromMs, nowMs).map(
        (retry) => ({ ...retry, endpointId: 'ep' }) as PlannedDelivery & StoredRetry,
      ),
  };
  const retries = new RetryScheduler({
    store,
    clock,
    timers: clock,
    lifetime: new Lifetime({ timers: clock, logger }),
    scheduler: { isOpen: () => true },
    intake: {
      addRetry: async ({ resendId, position }) => {
        taken.push(`${resendId}/${position}`);
        return true;
      },
    },
  });
  /** Lets time pass until so many were taken. */
  const take = (count: number) =>
    waitFor(
      () => {
        clock.advance(50);
        return taken.length >= count;
      },
      { what: `${count} retries` },
    );
  return { retries, clock, state, taken, take };
}

function add(
  state: { readonly retries: StoredRetry[] },
  resendId: number,
  position: number,
  atMs: number,
): void {
  state.retries.push({ resendId, position, atMs });
}
