import { expect } from 'chai';

import { DomainError } from '@webhooks/domain';

import { PerUserLimit } from './per-user-limit.ts';

describe('UserSlots', () => {
  function refusalOf(take: () => unknown): string {
    try {
      take();
    } catch (error) {
      if (error instanceof DomainError && error.code === 'too_many_requests') {
        return `${error.message}: ${error.limit?.name} ${error.limit?.value}`;
      }
      throw error;
    }
    throw new Error('was not refused');
  }

  it('bounds what one user has, and what all have', () => {
    const slots = new PerUserLimit('watchers', { total: 3, perUser: 2 });
    slots.take(1);
    slots.take(1);
    expect(refusalOf(() => slots.take(1))).to.equal(
      'too many watchers of the user: watchers_at_once_of_user 2',
    );
    slots.take(2);
    expect(refusalOf(() => slots.take(3))).to.equal('too many watchers: watchers_at_once 3');
  });

  it('leaves some to whoever comes next, however many have as many as they may', () => {
    const slots = new PerUserLimit('watchers', { total: 240, perUser: 20 });
    const takeAll = (userId: number): number => {
      for (let taken = 0; ; taken += 1) {
        try {
          slots.take(userId);
        } catch {
          return taken;
        }
      }
    };
    const taken = Array.from({ length: 12 }, (_, user) => takeAll(user));
    expect(taken.slice(0, 11)).to.deep.equal(Array<number>(11).fill(20));
    expect(taken[11]).to.be.within(10, 19);
    for (const user of [12, 13, 14, 15, 16]) slots.take(user);
  });

  it('has room again when a slot is given back, once', () => {
    const slots = new PerUserLimit('watchers', { total: 2, perUser: 1 });
    const slot = slots.take(1);
    slots.take(2);
    slot[Symbol.dispose]();
    slot[Symbol.dispose]();
    slots.take(1);
    expect(refusalOf(() => slots.take(3))).to.equal('too many watchers: watchers_at_once 2');
  });
});
