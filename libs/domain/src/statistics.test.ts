import { expect } from 'chai';
import fc from 'fast-check';

import {
  attemptStatistics,
  bucketMsFor,
  durationBoundsMs,
  durationClass,
  quantileMs,
} from './statistics.ts';

const none = durationBoundsMs.map(() => 0);

function counted(durationsMs: readonly number[]): number[] {
  const counts = [...none];
  for (const durationMs of durationsMs) {
    const index = durationClass(durationMs);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

describe('durationClass', () => {
  it('is the first one whose end a duration does not pass', () => {
    expect([0, 1, 2, 3, 5, 6, 120_000, 500_000].map(durationClass)).to.deep.equal([
      0, 0, 1, 2, 2, 3, 18, 18,
    ]);
  });
});

describe('quantileMs', () => {
  it('is null of nothing', () => {
    expect(quantileMs(none, 0.5)).to.equal(null);
  });

  it('spreads those of one class evenly', () => {
    expect(quantileMs(counted([15, 15, 15, 15]), 0.5)).to.equal(15);
    expect(quantileMs(counted([3]), 1)).to.equal(5);
  });

  it('lies in the class of the exact quantile, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.95),
        (durationsMs, quantile) => {
          const sorted = durationsMs.toSorted((one, other) => one - other);
          const exact = sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
          const estimate = quantileMs(counted(durationsMs), quantile) ?? -1;
          const index = durationClass(exact);
          expect(estimate).to.be.at.most(durationBoundsMs[index] ?? 0);
          expect(estimate).to.be.at.least(durationBoundsMs[index - 1] ?? 0);
        },
      ),
    );
  });
});

describe('attemptStatistics', () => {
  it('leaves out classes that did not occur', () => {
    const failures = [0, 0, 0, 0, 2, 0, 0, 0, 1];
    expect(attemptStatistics(failures, counted([1, 1, 1, 1]))).to.include({
      attempts: 4,
      succeeded: 1,
    });
    expect(attemptStatistics(failures, counted([1])).failuresByClass).to.deep.equal({
      timeout: 2,
      http_status: 1,
    });
  });
});

describe('bucketMsFor', () => {
  it('is the shortest length that makes few enough pieces, else the longest', () => {
    const lengths = [10, 60, 300] as const;
    expect(
      [0, 100, 101, 600, 601, 9_999].map((span) => bucketMsFor(span, lengths, 10)),
    ).to.deep.equal([10, 10, 60, 60, 300, 300]);
  });
});
