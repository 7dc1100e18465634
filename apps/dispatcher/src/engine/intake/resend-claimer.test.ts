import { DomainError, systemClock, type DispatchStore, type ResendWork } from '@webhooks/domain';
import { expect } from 'chai';

import { MemoryBudget } from '../memory/memory-budget.ts';
import { ResendClaimer } from './resend-claimer.ts';

const fence = { holder: 'test', number: 1 };

describe('ResendClaimer', () => {
  function claimerOf(answer: (ids: readonly number[]) => readonly number[]) {
    const groups: (readonly number[])[] = [];
    const claim: DispatchStore['claim'] = async (_fence, ids) => {
      groups.push(ids);
      const resends = answer(ids).map((id) => ({ work: { id } as ResendWork, blocked: [] }));
      return { resends, deliveries: [] };
    };
    const budget = new MemoryBudget(1_000_000);
    return {
      groups,
      claimer: new ResendClaimer({ store: { claim }, fence, clock: systemClock, budget }),
    };
  }

  it('claims those that come together in one group, and says null for those left out', async () => {
    const { groups, claimer } = claimerOf((ids) => ids.filter((id) => id !== 2));
    const claimed = await Promise.all([1, 2, 3].map((id) => claimer.claim(id)));
    expect(groups).to.deep.equal([[1, 2, 3]]);
    expect(claimed.map((work) => work?.work.id)).to.deep.equal([1, undefined, 3]);
    expect(claimed[1]).to.equal(null);
  });

  it('claims the others when one of them cannot be claimed', async () => {
    const broken = new Error('broken');
    const { groups, claimer } = claimerOf((ids) => {
      if (ids.includes(2)) throw broken;
      return ids;
    });
    const claimed = await Promise.allSettled([1, 2, 3].map((id) => claimer.claim(id)));
    expect(claimed.map(({ status }) => status)).to.deep.equal([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(claimed[1]).to.include({ reason: broken });
    expect(groups).to.deep.equal([[1, 2, 3], [1], [2], [3]]);
  });

  it('does not try one by one when the database takes nothing now', async () => {
    const full = new DomainError('service_unavailable', 'the disk is full');
    const { groups, claimer } = claimerOf(() => {
      throw full;
    });
    const claimed = await Promise.allSettled([1, 2].map((id) => claimer.claim(id)));
    expect(claimed.map((claim) => (claim as PromiseRejectedResult).reason)).to.deep.equal([
      full,
      full,
    ]);
    expect(groups).to.have.length(1);
  });
});
