import { DomainError, systemClock, type DispatchStore, type ResendWork } from '@webhooks/domain';
import { expect } from 'chai';

import { MemoryBudget } from './memory-budget.ts';
import { Taker } from './resend-claimer.ts';

const fence = { holder: 'test', number: 1 };

describe('Taker', () => {
  function takerOf(answer: (ids: readonly number[]) => readonly number[]) {
    const groups: (readonly number[])[] = [];
    const take: DispatchStore['take'] = async (_fence, ids) => {
      groups.push(ids);
      const resends = answer(ids).map((id) => ({ work: { id } as ResendWork, held: [] }));
      return { resends, deliveries: [] };
    };
    const budget = new MemoryBudget(1_000_000);
    return { groups, taker: new Taker({ store: { take }, fence, clock: systemClock, budget }) };
  }

  it('takes those that come together in one group, and says null for those left out', async () => {
    const { groups, taker } = takerOf((ids) => ids.filter((id) => id !== 2));
    const taken = await Promise.all([1, 2, 3].map((id) => taker.take(id)));
    expect(groups).to.deep.equal([[1, 2, 3]]);
    expect(taken.map((work) => work?.work.id)).to.deep.equal([1, undefined, 3]);
    expect(taken[1]).to.equal(null);
  });

  it('takes the others when one of them cannot be taken', async () => {
    const broken = new Error('broken');
    const { groups, taker } = takerOf((ids) => {
      if (ids.includes(2)) throw broken;
      return ids;
    });
    const taken = await Promise.allSettled([1, 2, 3].map((id) => taker.take(id)));
    expect(taken.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(taken[1]).to.include({ reason: broken });
    expect(groups).to.deep.equal([[1, 2, 3], [1], [2], [3]]);
  });

  it('does not try one by one when the database takes nothing now', async () => {
    const full = new DomainError('service_unavailable', 'the disk is full');
    const { groups, taker } = takerOf(() => {
      throw full;
    });
    const taken = await Promise.allSettled([1, 2].map((id) => taker.take(id)));
    expect(taken.map((take) => (take as PromiseRejectedResult).reason)).to.deep.equal([full, full]);
    expect(groups).to.have.length(1);
  });
});
