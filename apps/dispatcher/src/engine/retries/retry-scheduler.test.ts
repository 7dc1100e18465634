import { createLogger } from '@webhooks/telemetry';
import { expect } from 'chai';

import type { PlannedDelivery } from '@webhooks/domain';
import { createFakeClock, waitFor } from '@webhooks/testing';

import { Lifetime } from '../lifecycle/lifetime.ts';
import { RetryScheduler } from './retry-scheduler.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

const NOW_MS = 1_800_000_000_000;

describe('RetryScheduler', () => {
  it('tells how long a retry is due that the database does not give, and that of no closed endpoint', async () => {
    const clock = createFakeClock(NOW_MS);
    const given = Promise.withResolvers<readonly PlannedDelivery[]>();
    let isOpen = true;
    const retries = new RetryScheduler({
      store: {
        nextRetryByEndpoint: async () => [{ endpointId: 'ep_a', atMs: NOW_MS + 1_000 }],
        earliestDueAfter: async () => null,
        earliestDueAt: async () => null,
        loadDue: () => given.promise,
      },
      clock,
      timers: clock,
      lifetime: new Lifetime({ timers: clock, logger }),
      scheduler: { isOpen: () => isOpen },
      intake: { addRetry: async () => true },
    });
    const waiting = () => retries.waiting(clock.now());
    await retries.reload();
    expect(waiting()).to.deep.equal({ loaded: 0, endpoints: 1, overdueMs: 0 });
    clock.advance(61_000);
    expect(waiting()).to.deep.equal({ loaded: 0, endpoints: 1, overdueMs: 60_000 });
    isOpen = false;
    expect(waiting()).to.include({ overdueMs: 0 });
    isOpen = true;
    given.resolve([]);
    await waitFor(() => waiting().overdueMs === 0, { what: 'the read to end' });
    retries.stop();
  });

  it('takes up the retries of however many endpoints, page by page', async () => {
    const clock = createFakeClock(NOW_MS);
    const ids = Array.from({ length: 2_500 }, (_, index) => `ep_${String(index).padStart(4, '0')}`);
    const retries = new RetryScheduler({
      store: {
        nextRetryByEndpoint: async (after, limit) =>
          ids
            .filter((id) => id > after)
            .slice(0, limit)
            .map((endpointId) => ({ endpointId, atMs: NOW_MS + 1_000 })),
        earliestDueAfter: async () => null,
        earliestDueAt: async () => null,
        loadDue: async () => [],
      },
      clock,
      timers: clock,
      lifetime: new Lifetime({ timers: clock, logger }),
      scheduler: { isOpen: () => true },
      intake: { addRetry: async () => true },
    });
    await retries.reload();
    expect(retries.waiting(clock.now()).endpoints).to.equal(2_500);
    retries.stop();
  });
});
