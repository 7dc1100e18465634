import { expect } from 'chai';

import { FairShares, type Permit } from './fair-shares.ts';

describe('FairShares', () => {
  const taken = (permit: Permit | null): Permit => {
    if (permit === null) throw new Error('no permit was granted');
    return permit;
  };

  /** Takes all that a holder gets. */
  function takeAll(shares: FairShares<string>, holder: string): Permit[] {
    const permits: Permit[] = [];
    for (let permit = shares.tryAcquire(holder); permit !== null;) {
      permits.push(permit);
      permit = shares.tryAcquire(holder);
    }
    return permits;
  }

  /** Waiters that note in which order they are served. */
  function queue(shares: FairShares<string>, holders: readonly string[]) {
    const served: string[] = [];
    const permits: Permit[] = [];
    for (const holder of holders) {
      void shares.acquire(holder).then((permit) => {
        served.push(holder);
        permits.push(taken(permit));
      });
    }
    return { served, permits };
  }

  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  it('has a permit for the next holder, whatever one of them takes', () => {
    const shares = new FairShares<string>({ capacity: 16, maxWaiting: 4 });
    expect(takeAll(shares, 'greedy')).to.have.length(12);
    expect(shares.tryAcquire('next')).to.not.equal(null);
  });

  it('gives a permit that is free again to the waiting holder that has fewest', async () => {
    const shares = new FairShares<string>({ capacity: 4, maxWaiting: 16 });
    const [first] = ['a', 'a', 'a', 'b'].map((holder) => taken(shares.tryAcquire(holder)));
    const { served } = queue(shares, ['a', 'b', 'c']);
    first?.[Symbol.dispose]();
    await turn();
    expect(served).to.deep.equal(['c']);
  });

  it('serves holders that have the same in turns, however many wait for each', async () => {
    const shares = new FairShares<string>({ capacity: 1, maxWaiting: 32 });
    const first = taken(shares.tryAcquire('x'));
    const { served, permits } = queue(shares, ['a', 'a', 'a', 'b', 'b', 'c']);
    first[Symbol.dispose]();
    for (let ended = 0; ended < 6; ended += 1) {
      await turn();
      permits[ended]?.[Symbol.dispose]();
    }
    expect(served).to.deep.equal(['a', 'b', 'c', 'a', 'b', 'a']);
  });

  it('serves the urgent waiter of a holder first', async () => {
    const shares = new FairShares<string>({ capacity: 1, maxWaiting: 8 });
    const first = taken(shares.tryAcquire('x'));
    const order: string[] = [];
    void shares.acquire('a').then(() => order.push('ordinary'));
    void shares.acquire('a', { isUrgent: true }).then(() => order.push('urgent'));
    first[Symbol.dispose]();
    await turn();
    expect(order).to.deep.equal(['urgent']);
  });

  it('refuses to let more wait than it has room for, and keeps room for other holders', async () => {
    const shares = new FairShares<string>({ capacity: 1, maxWaiting: 8 });
    const first = taken(shares.tryAcquire('x'));
    const { served } = queue(shares, ['a', 'a', 'a', 'a', 'a', 'a']);
    expect(await shares.acquire('a')).to.equal(null);
    expect(shares.waiting).to.equal(6);
    const other = shares.acquire('b');
    expect(shares.waiting).to.equal(7);
    first[Symbol.dispose]();
    await turn();
    expect(served).to.deep.equal(['a']);
    void other;
  });

  it('forgets a waiter whose signal ends it, and keeps its permit for others', async () => {
    const shares = new FairShares<string>({ capacity: 1, maxWaiting: 8 });
    const first = taken(shares.tryAcquire('x'));
    const abort = new AbortController();
    const ended = shares.acquire('a', { signal: abort.signal }).catch((error: unknown) => error);
    const { served } = queue(shares, ['b']);
    abort.abort(new Error('the caller left'));
    expect(await ended).to.have.property('message', 'the caller left');
    expect(shares.waiting).to.equal(1);
    first[Symbol.dispose]();
    await turn();
    expect(served).to.deep.equal(['b']);
  });

  it('takes a permit back once, however often it is disposed of', () => {
    const shares = new FairShares<string>({ capacity: 2, maxWaiting: 0 });
    const permit = taken(shares.tryAcquire('a'));
    permit[Symbol.dispose]();
    permit[Symbol.dispose]();
    expect(shares.free).to.equal(2);
  });

  it('keeps nothing of holders that have and want nothing', async () => {
    const shares = new FairShares<string>({ capacity: 2, reserved: 1, maxWaiting: 8 });
    const { permits } = queue(shares, ['a', 'b', 'c']);
    for (let ended = 0; ended < 3; ended += 1) {
      await turn();
      permits[ended]?.[Symbol.dispose]();
    }
    expect([shares.free, shares.waiting, shares.held('a')]).to.deep.equal([2, 0, 0]);
  });
});
