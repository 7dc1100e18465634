import type { PendingResend } from '@webhooks/domain';
import type { Loop } from '@webhooks/runtime';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { startPendingPoll } from './pending-poll.ts';

describe('startPendingPoll', () => {
  let timers: FakeClock;
  let poll: Loop;
  let pending: PendingResend[];
  let started: number[];
  let looks: number;
  let isConnected: boolean;
  let finish: Map<number, () => void>;

  beforeEach(() => {
    timers = createFakeClock(0);
    started = [];
    looks = 0;
    isConnected = false;
    finish = new Map();
    pending = [];
    poll = startPendingPoll({
      engine: {
        work: (id) => {
          started.push(id);
          return new Promise((resolve) => finish.set(id, resolve));
        },
      },
      store: {
        pendingResends: async (afterId, limit) => {
          looks += 1;
          return pending.filter(({ id }) => id > afterId).slice(0, limit);
        },
      },
      isBrokerConnected: () => isConnected,
      maxActive: { interactive: 3, bulk: 2 },
      timers,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
  });

  afterEach(() => poll.stop());

  async function passSecond(): Promise<void> {
    const paused = () => waitFor(() => timers.pendingTimers === 1, { what: 'the end of a look' });
    await paused();
    timers.advance(1_000);
    await paused();
  }

  const resends = (mode: PendingResend['mode'], from: number, to: number): PendingResend[] =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ id: from + index, mode }));

  it('does not look while there is a connection, nor in the first second without one', async () => {
    isConnected = true;
    pending = resends('bulk', 1, 1);
    await passSecond();
    isConnected = false;
    await passSecond();
    expect(looks).to.equal(0);
    await passSecond();
    expect(started).to.deep.equal([1]);
    isConnected = true;
    await passSecond();
    expect(looks).to.equal(1);
  });

  it('works on each once, in order, and keeps to the bound of each mode', async () => {
    pending = [...resends('bulk', 1, 5), ...resends('interactive', 6, 10)];
    await passSecond();
    expect(started).to.deep.equal([1, 2, 6, 7, 8]);
    await passSecond();
    expect(started).to.have.length(5);
    finish.get(1)?.();
    pending = pending.filter(({ id }) => id > 1);
    await passSecond();
    expect(started).to.deep.equal([1, 2, 6, 7, 8, 3]);
  });

  it('finds what stands behind many that wait for room', async () => {
    pending = [...resends('bulk', 1, 5_000), ...resends('interactive', 5_001, 5_001)];
    for (let second = 0; second < 4; second += 1) await passSecond();
    expect(started).to.deep.equal([1, 2, 5_001]);
    expect(looks, 'at most eight pages a second').to.be.at.most(32);
  });
});
