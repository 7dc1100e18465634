import { expect } from 'chai';
import fc from 'fast-check';

import { mayTake, ShareLedger } from './share-ledger.ts';

describe('mayTake', () => {
  it('grants one more permit below three times what is free, and nothing where nothing is free', () => {
    expect(mayTake({ held: 383, free: 129 })).to.equal(true);
    expect(mayTake({ held: 384, free: 128 })).to.equal(false);
    expect(mayTake({ held: 0, free: 1 })).to.equal(true);
    expect(mayTake({ held: 1, free: 1 }), 'the last one').to.equal(false);
    expect(mayTake({ held: 0, free: 0 })).to.equal(false);
  });

  it('judges an amount as so many permits one after the other', () => {
    const cases = fc.tuple(fc.nat(600), fc.nat(600), fc.integer({ min: 1, max: 600 }));
    fc.assert(
      fc.property(cases, ([held, free, amount]) => {
        let isGranted = true;
        for (let taken = 0; taken < amount; taken += 1) {
          isGranted &&= mayTake({ held: held + taken, free: free - taken });
        }
        expect(mayTake({ held, free }, amount)).to.equal(isGranted);
      }),
    );
  });
});

describe('ShareLedger', () => {
  /** Holders that all take as much as they get, in turns. */
  function fill(capacity: number, holders: number, reserved = 0, isUrgent = false) {
    const ledger = new ShareLedger<number>({ capacity, reserved });
    let granted = 1;
    while (granted > 0) {
      granted = 0;
      for (let holder = 0; holder < holders; holder += 1) {
        if (ledger.take(holder, { isUrgent })) granted += 1;
      }
    }
    return ledger;
  }

  it('gives one alone three quarters, and two 3/7 each', () => {
    expect(fill(512, 1).held(0)).to.equal(384);
    const two = fill(700, 2);
    expect([two.held(0), two.held(1), two.free]).to.deep.equal([300, 300, 100]);
  });

  it('keeps the reserved permits for urgent takers', () => {
    const ledger = fill(64, 40, 8);
    expect(ledger.free).to.equal(8);
    expect(ledger.take(99)).to.equal(false);
    expect(ledger.take(99, { isUrgent: true })).to.equal(true);
  });

  it('gives equal shares to all who take in turns, and leaves something free for the next', () => {
    const cases = fc.tuple(fc.integer({ min: 4, max: 2_000 }), fc.integer({ min: 1, max: 50 }));
    fc.assert(
      fc.property(cases, ([capacity, holders]) => {
        const ledger = fill(capacity, holders);
        const held = Array.from({ length: holders }, (_, holder) => ledger.held(holder));
        expect(Math.max(...held) - Math.min(...held)).to.be.at.most(1);
        const exact = (3 * capacity) / (3 * holders + 1);
        expect(Math.max(...held)).to.be.at.most(Math.ceil(exact));
        if (capacity > holders) expect(ledger.take(-1)).to.equal(true);
      }),
    );
  });

  it('never grants more than there is, and gets all of it back', () => {
    const step = fc.record({
      holder: fc.nat(5),
      amount: fc.integer({ min: 1, max: 9 }),
      isUrgent: fc.boolean(),
      isGiven: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.nat(40), fc.array(step), (capacity, steps) => {
        const reserved = Math.floor(capacity / 8);
        const ledger = new ShareLedger<number>({ capacity, reserved });
        const taken: typeof steps = [];
        for (const { isGiven, ...taking } of steps) {
          const given = isGiven ? taken.pop() : undefined;
          if (given !== undefined) ledger.give(given.holder, given);
          else if (ledger.take(taking.holder, taking)) taken.push({ isGiven, ...taking });
          const sum = taken.reduce((all, { amount }) => all + amount, 0);
          expect(ledger.free)
            .to.equal(capacity - sum)
            .and.at.least(0);
          const ordinary = taken.filter(({ isUrgent }) => !isUrgent);
          const sumOrdinary = ordinary.reduce((all, { amount }) => all + amount, 0);
          expect(sumOrdinary).to.be.at.most(capacity - reserved);
        }
        for (const given of taken) ledger.give(given.holder, given);
        expect(ledger.free).to.equal(capacity);
      }),
    );
  });

  it('refuses to take back what was not taken', () => {
    const ledger = new ShareLedger<string>({ capacity: 2 });
    expect(() => ledger.give('a')).to.throw(RangeError, 'More was given back');
  });
});
