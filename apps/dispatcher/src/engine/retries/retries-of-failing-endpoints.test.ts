import type { PlannedDelivery, RetryStore } from '@webhooks/domain';
import { createFakeClock, waitFor } from '@webhooks/testing';
import { createLogger } from '@webhooks/telemetry';
import { expect } from 'chai';

import { Lifetime } from '../lifecycle/lifetime.ts';
import { RetryScheduler } from './retry-scheduler.ts';

const logger = createLogger({ name: 'test', level: 'silent' });

const retry = { resendId: 1, position: 1, endpointId: 'ep' } as PlannedDelivery;

describe('RetryScheduler of a failing endpoint', () => {
  it('looks again at an endpoint that a clock that jumped had closed', async () => {
    const { retries, clock, state, taken } = setUp([retry]);
    state.isOpen = false;
    retries.schedule('ep', 1_010);
    clock.advance(10);
    state.isOpen = true;
    clock.advance(30_000);
    await waitFor(() => taken.length === 1, { what: 'the retry' });
    retries.stop();
    expect(clock.pendingTimers).to.equal(0);
  });

  it('does not forget an endpoint that may have more when its last one in memory is done', async () => {
    const { retries, clock, state, taken } = setUp([retry]);
    retries.schedule('ep', 1_000);
    clock.advance(1);
    await waitFor(() => taken.length === 1, { what: 'the first retry' });
    state.isOpen = false;
    state.due = [{ ...retry, position: 2 }];
    retries.recorded(retry);
    state.isOpen = true;
    retries.wake('ep');
    await waitFor(() => taken.length === 2, { what: 'the second retry' });
    retries.stop();
    expect(clock.pendingTimers).to.equal(0);
  });

  it('starts no timer once it is stopped', async () => {
    const { retries, clock, state, taken } = setUp([retry]);
    retries.schedule('ep', 1_000);
    clock.advance(1);
    await waitFor(() => taken.length === 1, { what: 'the retry' });
    state.isOpen = false;
    retries.wake('ep');
    retries.stop();
    retries.wake('ep');
    retries.recorded(retry);
    expect(clock.pendingTimers).to.equal(0);
  });
});

function setUp(due: readonly PlannedDelivery[]) {
  const clock = createFakeClock(1_000);
  const state = { isOpen: true, due };
  const taken: PlannedDelivery[] = [];
  const store: Omit<RetryStore, 'expedite'> = {
    earliestDueAt: async () => null,
    loadDue: async () => state.due,
    nextRetryByEndpoint: async () => [],
    earliestDueAfter: async () => null,
  };
  const retries = new RetryScheduler({
    store,
    clock,
    timers: clock,
    lifetime: new Lifetime({ timers: clock, logger }),
    scheduler: { isOpen: () => state.isOpen },
    intake: {
      addRetry: async (delivery) => {
        taken.push(delivery);
        return true;
      },
    },
  });
  return { retries, clock, state, taken };
}
