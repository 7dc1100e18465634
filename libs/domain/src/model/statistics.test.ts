import { expect } from 'chai';

import { attemptStatistics, bucketMsFor } from './statistics.ts';

/** So many attempts of one millisecond. */
const attempts = (count: number): number[] => [0, count];

describe('attemptStatistics', () => {
  it('leaves out classes that did not occur', () => {
    const failures = [0, 0, 0, 0, 2, 0, 0, 0, 1];
    expect(attemptStatistics(failures, attempts(4))).to.include({
      attempts: 4,
      succeeded: 1,
    });
    expect(attemptStatistics(failures, attempts(1)).failuresByClass).to.deep.equal({
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
