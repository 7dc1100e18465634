import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { ResendWork } from '@webhooks/domain';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { ActiveResends } from './active-resends.ts';
import { Lanes } from './lanes.ts';
import { MemoryBudget } from './memory-budget.ts';

const work = { id: 7, accountId: 1, status: 'PROCESSING', endpointIds: ['ep'] };

describe('ActiveResends', () => {
  it('take up no resend while it is settled without being sent', async () => {
    const clock = createFakeClock(1_000);
    const policy = { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy };
    const resends = new ActiveResends({
      taker: {
        take: async () => ({ work: work as unknown as ResendWork, held: [], deliveries: [] }),
      },
      lanes: new Lanes({ policy, clock, timers: clock, onAgain: () => {} }),
      budget: new MemoryBudget(1_000),
      onPlanned: () => {},
    });
    await resends.whileClosing(7, async () => {
      expect(await resends.activate(7)).to.equal(null);
    });
    expect(await resends.activate(7)).to.not.equal(null);
  });
});
