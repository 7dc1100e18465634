import { expect } from 'chai';

import { fullSpeed, inFlightLimit, slowest, slowStartAfter, type SlowStart } from './slow-start.ts';

const cap = 16;

describe('inFlightLimit', () => {
  for (const [limit, expected] of [
    [1, 1],
    [15, 15],
    [16, 16],
    [17, 16],
    [Number.POSITIVE_INFINITY, 16],
  ] as const) {
    it(`is ${expected} with a limit of ${limit} and a cap of 16`, () => {
      expect(inFlightLimit({ limit, healthyAnswers: 0 }, cap)).to.equal(expected);
    });
  }
});

describe('slowStartAfter', () => {
  it('goes 1, 2, 4, 8, 16 with as many healthy answers at each', () => {
    const limits: number[] = [];
    let slowStart = slowest;
    for (let answers = 0; answers < 20; answers += 1) {
      limits.push(slowStart.limit);
      slowStart = slowStartAfter(slowStart, 'healthy', cap);
    }
    const expected = [1, 2, 4, 8, 16].flatMap((limit) => new Array<number>(limit).fill(limit));
    expect(limits).to.deep.equal(expected.slice(0, 20));
  });

  it('stays as it is at the cap', () => {
    for (const limit of [16, 32, Number.POSITIVE_INFINITY]) {
      const slowStart = { limit, healthyAnswers: 3 };
      expect(slowStartAfter(slowStart, 'healthy', cap)).to.equal(slowStart);
      expect(slowStartAfter(slowStart, 'failing', cap)).to.equal(slowStart);
    }
  });

  it('begins to count anew after a failure below the cap', () => {
    const slowStart = { limit: 15, healthyAnswers: 14 };
    const after = slowStartAfter(slowStart, 'failing', cap);
    expect(after).to.deep.equal({ limit: 15, healthyAnswers: 0 });
  });

  for (const [limit, expected] of [
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 2],
    [16, 8],
    [32, 8],
    [Number.POSITIVE_INFINITY, 8],
  ] as const) {
    it(`halves a limit of ${limit} to ${expected} when the endpoint is overloaded`, () => {
      const slowStart: SlowStart = { limit, healthyAnswers: 1 };
      const after = slowStartAfter(slowStart, 'overloaded', cap);
      expect(after).to.deep.equal({ limit: expected, healthyAnswers: 0 });
    });
  }

  it('is at full speed before anything is known', () => {
    expect(inFlightLimit(fullSpeed, 1_000)).to.equal(1_000);
    expect(slowStartAfter(fullSpeed, 'healthy', 1_000)).to.equal(fullSpeed);
  });
});
