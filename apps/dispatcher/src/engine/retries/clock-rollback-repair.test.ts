import { createLogger } from '@webhooks/telemetry';
import { expect } from 'chai';

import { createFakeClock, waitFor } from '@webhooks/testing';

import { Lifetime } from '../lifecycle/lifetime.ts';
import { ClockRollbackRepair } from './clock-rollback-repair.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

const NOW_MS = 1_800_000_000_000;
const fence = { holder: 'test', number: 1 };

describe('ClockRollbackRepair', () => {
  function watch() {
    const clock = createFakeClock(NOW_MS);
    const wall = { aheadMs: 0 };
    const moved: string[] = [];
    let looks = 0;
    const retries = new ClockRollbackRepair({
      store: {
        nextRetryByEndpoint: async () => [
          { endpointId: 'ep_a', atMs: NOW_MS },
          { endpointId: 'ep_b', atMs: NOW_MS },
        ],
        retriesAheadOfClock: async (endpointId, after) => {
          moved.push(`${endpointId} after ${String(after?.position ?? 0)}`);
          const next = { atMs: NOW_MS, resendId: 1, position: 512 };
          return { moves: [], next: after === null ? next : null };
        },
        rescheduleRetries: async () => {},
      },
      fence,
      clock: { now: () => clock.now() + wall.aheadMs },
      timers: clock,
      lifetime: new Lifetime({ timers: clock, logger }),
      retries: { reload: async () => void (looks += 1) },
    });
    const looked = (times: number) =>
      waitFor(() => looks === times && clock.pendingTimers === 1, { what: `look ${times}` });
    return { retries, clock, wall, moved, looked, looks: () => looks };
  }

  const everything = ['ep_a after 0', 'ep_a after 512', 'ep_b after 0', 'ep_b after 512'];

  it('judges all retries at the start: the clock may have been set back before', async () => {
    const { retries, moved, looked } = watch();
    retries.start();
    await looked(1);
    expect(moved).to.deep.equal(everything);
    retries.stop();
  });

  it('judges them again when the clock was set back, and only then', async () => {
    const { retries, clock, wall, moved, looked, looks } = watch();
    retries.start();
    await looked(1);
    moved.length = 0;
    clock.advance(30_000);
    wall.aheadMs = 3_600_000;
    clock.advance(30_000);
    await waitFor(() => clock.pendingTimers === 1, { what: 'the next look' });
    expect(looks()).to.equal(1);
    wall.aheadMs = 0;
    clock.advance(30_000);
    await looked(2);
    expect(moved).to.deep.equal(everything);
    retries.stop();
    expect(clock.pendingTimers).to.equal(0);
  });
});
