import { expect } from 'chai';

import type { RetentionStore } from '@webhooks/domain';
import type { Loop } from '@webhooks/runtime';
import { createLogger } from '@webhooks/telemetry';
import { createFakeClock, waitFor, type FakeClock } from '@webhooks/testing';

import { startRetention, type RetentionPolicy } from './retention.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_800_000_000_000;

describe('startRetention', () => {
  let clock: FakeClock;
  let calls: string[];
  let retention: Loop;
  beforeEach(() => {
    clock = createFakeClock(NOW_MS);
    calls = [];
  });
  afterEach(() => retention.stop());

  /** Of each kind there are so many steps of work. */
  function start(policy: RetentionPolicy, steps: Record<keyof RetentionStore, number>): void {
    const step = (method: keyof RetentionStore) => async (atMs: number, limit: number) => {
      expect(limit).to.be.at.most(500);
      calls.push(`${method} ${(clock.now() - atMs) / DAY_MS}`);
      steps[method] -= 1;
      return steps[method] >= 0;
    };
    retention = startRetention({
      retention: {
        pruneResends: step('pruneResends'),
        pruneIdempotencyKeys: step('pruneIdempotencyKeys'),
        prunePortalLinks: step('prunePortalLinks'),
        pruneAuditRecords: step('pruneAuditRecords'),
        pruneHealthNotifications: step('pruneHealthNotifications'),
        pruneTestEvents: step('pruneTestEvents'),
      },
      policy,
      clock,
      timers: clock,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
  }

  const pausing = (): Promise<unknown> =>
    waitFor(() => clock.pendingTimers === 1, { what: 'a pause' });

  it('takes one step at a time until nothing is left, and looks again in a minute', async () => {
    const steps = {
      ...{ pruneIdempotencyKeys: 1, prunePortalLinks: 1, pruneResends: 1 },
      ...{ pruneHealthNotifications: 1, pruneTestEvents: 1, pruneAuditRecords: 1 },
    };
    start({ resendsMs: 365 * DAY_MS, auditRecordsMs: 1_826 * DAY_MS }, steps);
    for (let step = 0; step < 6; step += 1) {
      await pausing();
      clock.advance(20);
    }
    await pausing();
    const [keys, links, resends, notifications, tests, audit] = [
      'pruneIdempotencyKeys 0',
      'prunePortalLinks 0',
      'pruneResends 365',
      'pruneHealthNotifications 35',
      `pruneTestEvents ${1 / 24}`,
      'pruneAuditRecords 1826',
    ] as const;
    const all = [keys, links, resends, notifications, tests, audit];
    const rounds = [1, 2, 3, 4, 5, 6, 6].map((kinds) => all.slice(0, kinds));
    expect(calls).to.deep.equal(rounds.flat());
    clock.advance(59_999);
    expect(calls).to.have.length(27);
    clock.advance(1);
    await waitFor(() => calls.length === 33, { what: 'the next round' });
  });

  it('removes nothing but what has ended by itself when all is kept for ever', async () => {
    const steps = {
      ...{ pruneIdempotencyKeys: 0, prunePortalLinks: 0, pruneResends: 9 },
      ...{ pruneHealthNotifications: 0, pruneTestEvents: 0, pruneAuditRecords: 9 },
    };
    start({ resendsMs: null, auditRecordsMs: null }, steps);
    await pausing();
    expect(calls).to.deep.equal([
      'pruneIdempotencyKeys 0',
      'prunePortalLinks 0',
      'pruneHealthNotifications 35',
      `pruneTestEvents ${1 / 24}`,
    ]);
  });
});
