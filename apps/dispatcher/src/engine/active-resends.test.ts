import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { ResendWork } from '@webhooks/domain';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { ActiveResends } from './active-resends.ts';
import { Lanes } from './endpoint-scheduler.ts';
import { MemoryBudget } from './memory-budget.ts';
import type { Taker } from './resend-claimer.ts';

const work = { id: 7, accountId: 1, status: 'PROCESSING', endpointIds: ['ep'] };

describe('ActiveResends', () => {
  function resendsOf(take: Pick<Taker, 'take'>['take']): ActiveResends {
    const clock = createFakeClock(1_000);
    const policy = { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy };
    return new ActiveResends({
      taker: { take },
      lanes: new Lanes({
        policy,
        maxInFlight: 512,
        clock,
        timers: clock,
        onAgain: () => {},
        onRoom: () => {},
      }),
      budget: new MemoryBudget(1_000),
      places: { enter: () => ({ [Symbol.dispose]: () => {} }) },
      onAsleep: () => {},
      onPlanned: () => {},
    });
  }

  it('take up no resend while it is settled without being sent', async () => {
    const resends = resendsOf(async () => ({
      work: work as unknown as ResendWork,
      held: [],
      deliveries: [],
    }));
    await resends.whileClosing(7, async () => {
      expect(await resends.activate(7)).to.equal(null);
    });
    expect(await resends.activate(7)).to.not.equal(null);
  });

  it('do not have a resend whose load fails, for whoever looks for it meanwhile', async () => {
    const full = new Error('the disk is full');
    const resends = resendsOf(() => Promise.reject(full));
    const [loaded, found] = await Promise.allSettled([resends.activate(7), resends.find(7)]);
    expect(loaded).to.deep.equal({ status: 'rejected', reason: full });
    expect(found).to.deep.equal({ status: 'fulfilled', value: null });
  });
});
