import { defaultBreakerPolicy } from '@webhooks/delivery';
import type { ResendWork } from '@webhooks/domain';
import { createFakeClock } from '@webhooks/testing';
import { expect } from 'chai';

import { MemoryBudget } from '../memory/memory-budget.ts';
import { ResendBuffers } from '../memory/resend-buffers.ts';
import { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import { ActiveResends } from './active-resends.ts';
import type { ResendClaimer } from './resend-claimer.ts';

const work = { id: 7, accountId: 1, status: 'PROCESSING', endpointIds: ['ep'] };

describe('ActiveResends', () => {
  const left: string[] = [];

  beforeEach(() => left.splice(0));

  function resendsOf(claim: ResendClaimer['claim']): ActiveResends {
    const clock = createFakeClock(1_000);
    const policy = { endpointMaxInFlight: 1, breaker: defaultBreakerPolicy };
    return new ActiveResends({
      claimer: { claim },
      scheduler: new EndpointScheduler({
        policy,
        maxInFlight: 512,
        clock,
        timers: clock,
        onAgain: () => {},
        onRoom: () => {},
      }),
      buffers: new ResendBuffers(new MemoryBudget(1_000)),
      permits: { enter: () => ({ [Symbol.dispose]: () => {} }) },
      onLeft: ({ endpointId }) => left.push(endpointId),
      onClaimed: () => {},
    });
  }

  it('claims no resend while it is settled without being sent', async () => {
    const resends = resendsOf(async () => ({
      work: work as unknown as ResendWork,
      blocked: [],
      deliveries: [],
    }));
    await resends.whileTerminating(7, async () => {
      expect(await resends.activate(7)).to.equal(null);
    });
    expect(await resends.activate(7)).to.not.equal(null);
  });

  it('tells of the room that a resend leaves, whatever it did there', async () => {
    const resends = resendsOf(async () => ({
      work: { ...work, total: 1, planned: 1, isPlanned: true } as unknown as ResendWork,
      blocked: [],
      deliveries: [],
    }));
    const resend = await resends.activate(7);
    if (resend === null) throw new Error('it is there');
    resend.settle();
    resends.retireIfIdle(resend);
    expect(left).to.deep.equal(['ep']);
  });

  it('has no resend whose load fails, for whoever looks for it meanwhile', async () => {
    const full = new Error('the disk is full');
    const resends = resendsOf(() => Promise.reject(full));
    const [loaded, found] = await Promise.allSettled([resends.activate(7), resends.find(7)]);
    expect(loaded).to.deep.equal({ status: 'rejected', reason: full });
    expect(found).to.deep.equal({ status: 'fulfilled', value: null });
  });
});
