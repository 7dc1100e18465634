import { expect } from 'chai';

import { FencedOffError } from '@webhooks/domain';
import type { Loop } from '@webhooks/runtime';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';

import { startRetention, type RetentionOptions, type RetentionPolicy } from './retention.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_800_000_000_000;

describe('startRetention', () => {
  const calls: string[] = [];
  let clock: FakeClock;
  let retention: Loop;
  afterEach(async () => {
    await retention.stop();
    calls.length = 0;
  });

  function start(store: RetentionOptions['store'], policy: RetentionPolicy): void {
    clock = createFakeClock(NOW_MS);
    retention = startRetention({
      store,
      fence: { holder: 'test', number: 1 },
      policy,
      clock,
      timers: clock,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
  }

  /** A store that has so many steps of work; the calls tell how many days they go back. */
  function storeWith(steps: {
    attempts: number;
    deliveries: number;
    statistics: number;
  }): RetentionOptions['store'] {
    const step =
      (what: keyof typeof steps): RetentionOptions['store']['pruneAttempts'] =>
      async (_fence, beforeMs, limit) => {
        expect(limit).to.be.at.most(500);
        calls.push(`${what} ${String((clock.now() - beforeMs) / DAY_MS)}`);
        steps[what] -= 1;
        return steps[what] >= 0;
      };
    return {
      pruneAttempts: step('attempts'),
      pruneDeliveries: step('deliveries'),
      pruneStatistics: step('statistics'),
    };
  }

  const pausing = (): Promise<unknown> =>
    waitFor(() => clock.pendingTimers === 1, { what: 'a pause' });

  it('takes steps with pauses, attempts first, until nothing is left', async () => {
    const policy = { attemptsMs: 30 * DAY_MS, deliveriesMs: 90 * DAY_MS };
    start(storeWith({ attempts: 2, deliveries: 1, statistics: 1 }), policy);
    for (let step = 0; step < 4; step += 1) {
      await pausing();
      clock.advance(20);
    }
    await pausing();
    expect(calls).to.deep.equal([
      'attempts 30',
      'attempts 30',
      'attempts 30',
      'deliveries 90',
      'attempts 30',
      'deliveries 90',
      'statistics 8',
      'attempts 30',
      'deliveries 90',
      'statistics 8',
    ]);
    clock.advance(59_999);
    expect(calls).to.have.length(10);
    clock.advance(1);
    await waitFor(() => calls.length === 13, { what: 'the next round' });
  });

  it('removes nothing that is kept for ever, but old statistics of endpoints', async () => {
    const policy = { attemptsMs: null, deliveriesMs: null };
    start(storeWith({ attempts: 5, deliveries: 5, statistics: 0 }), policy);
    await pausing();
    expect(calls).to.deep.equal(['statistics 8']);
  });

  it('tries again later when it fails, as when it is fenced off', async () => {
    let tries = 0;
    const fencedOff = async (): Promise<never> => {
      tries += 1;
      throw new FencedOffError('not active');
    };
    start(
      { pruneAttempts: fencedOff, pruneDeliveries: fencedOff, pruneStatistics: fencedOff },
      { attemptsMs: DAY_MS, deliveriesMs: DAY_MS },
    );
    await pausing();
    expect(tries).to.equal(1);
    clock.advance(60_000);
    await waitFor(() => tries === 2, { what: 'the second try' });
  });
});
