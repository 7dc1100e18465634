import { expect } from 'chai';

import { DomainError } from '@webhooks/domain';

import { createGroupCommit } from './group-commit.ts';

const settings = { maxItems: 3, maxQueued: 10 };

describe('createGroupCommit', () => {
  /** Commits that end when they are asked to, with ten times each item. */
  function controlled() {
    const groups: { items: readonly number[]; end: PromiseWithResolvers<void> }[] = [];
    const commit = async (items: readonly number[]): Promise<number[]> => {
      const end = Promise.withResolvers<void>();
      groups.push({ items, end });
      await end.promise;
      return items.map((item) => item * 10);
    };
    return { groups, commit };
  }

  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('commits what comes in one turn of the loop as one group', async () => {
    const groups: (readonly number[])[] = [];
    const { submit } = createGroupCommit({
      ...settings,
      commit: async (items: readonly number[]) => {
        groups.push(items);
        return items.map((item) => item * 10);
      },
    });
    expect(await Promise.all([submit(1), submit(2)])).to.deep.equal([10, 20]);
    expect(await submit(3)).to.equal(30);
    expect(groups).to.deep.equal([[1, 2], [3]]);
  });

  it('commits one group at a time, each of at most maxItems', async () => {
    const { groups, commit } = controlled();
    const { submit } = createGroupCommit({ ...settings, commit });
    const results = Promise.all([1, 2, 3, 4, 5].map(submit));
    await nextTurn();
    expect(groups.map(({ items }) => items)).to.deep.equal([[1, 2, 3]]);
    groups[0]?.end.resolve();
    await nextTurn();
    await nextTurn();
    expect(groups.map(({ items }) => items)).to.deep.equal([
      [1, 2, 3],
      [4, 5],
    ]);
    groups[1]?.end.resolve();
    expect(await results).to.deep.equal([10, 20, 30, 40, 50]);
  });

  it('rejects every item of a group that fails, and goes on with the next', async () => {
    let commits = 0;
    const { submit } = createGroupCommit({
      ...settings,
      commit: async (items: readonly number[]) => {
        commits += 1;
        if (commits === 1) throw new Error('disk full');
        return items;
      },
    });
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(submit));
    expect(outcomes.map(({ status }) => status)).to.deep.equal([
      'rejected',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
  });

  it('refuses more than may wait', async () => {
    const { groups, commit } = controlled();
    const { submit } = createGroupCommit({ maxItems: 1, maxQueued: 2, commit });
    const first = submit(1);
    const waiting = [submit(2), submit(3)];
    const error = await submit(4).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DomainError).and.include({ code: 'service_unavailable' });
    for (let group = 0; group < 3; group += 1) {
      groups[group]?.end.resolve();
      await nextTurn();
      await nextTurn();
    }
    expect(await Promise.all([first, ...waiting])).to.deep.equal([10, 20, 30]);
  });

  it('waits for others no longer than maxDelayMs, and not at all for a full group', async () => {
    const { groups, commit } = controlled();
    const hour = 3_600_000;
    const { submit } = createGroupCommit({ ...settings, maxDelayMs: hour, commit });
    void [1, 2].map(submit);
    await nextTurn();
    expect(groups).to.have.length(0);
    void submit(3);
    await nextTurn();
    expect(groups.map(({ items }) => items)).to.deep.equal([[1, 2, 3]]);
    groups[0]?.end.resolve();

    const soon = createGroupCommit({
      ...settings,
      maxDelayMs: 1,
      commit: async (items: readonly number[]) => items,
    });
    expect(await soon.submit(7)).to.equal(7);
  });

  it('drains when all is committed, also what failed', async () => {
    const { groups, commit } = controlled();
    const { submit, drain } = createGroupCommit({ ...settings, commit });
    await drain();
    const outcome = submit(1).catch(() => 'rejected');
    let isDrained = false;
    const drained = drain().then(() => (isDrained = true));
    await nextTurn();
    expect(isDrained).to.equal(false);
    groups[0]?.end.reject(new Error('disk full'));
    await drained;
    expect(await outcome).to.equal('rejected');
  });
});
