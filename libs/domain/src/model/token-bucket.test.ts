import { expect } from 'chai';
import fc from 'fast-check';

import { fullBucket, takeToken, type TokenBucket, type TokenBucketPolicy } from './token-bucket.ts';

const startMs = 1_800_000_000_000;

/** Takes as many as there are at one moment. */
function drain(
  bucket: TokenBucket,
  policy: TokenBucketPolicy,
  nowMs: number,
): [number, TokenBucket] {
  for (let taken = 0; ; taken += 1) {
    const take = takeToken(bucket, policy, nowMs);
    if (!take.taken) return [taken, bucket];
    bucket = take.bucket;
  }
}

describe('takeToken', () => {
  for (const [burst, given] of [
    [1, 1],
    [1.9, 1],
    [100, 100],
  ] as const) {
    it(`gives ${given} at once with a burst of ${burst}`, () => {
      expect(drain(fullBucket, { ratePerSecond: 5, burst }, startMs)[0]).to.equal(given);
    });
  }

  for (const [rate, waitMs] of [
    [0.5, 2_000],
    [1, 1_000],
    [3, 334],
    [10, 100],
    [2_000, 1],
  ] as const) {
    it(`gives the next after ${waitMs} ms at ${rate} per second, and not before`, () => {
      const policy = { ratePerSecond: rate, burst: 4 };
      const [, empty] = drain(fullBucket, policy, startMs);
      const refused = takeToken(empty, policy, startMs);
      expect(refused).to.deep.equal({ taken: false, atMs: startMs + waitMs });
      expect(takeToken(empty, policy, startMs + waitMs - 1).taken).to.equal(false);
      expect(takeToken(empty, policy, startMs + waitMs).taken).to.equal(true);
    });
  }

  it('counts what is left over', () => {
    const policy = { ratePerSecond: 20, burst: 2 };
    const taken = takeToken({ tokens: 1.5, atMs: startMs }, policy, startMs + 10);
    expect(taken).to.deep.equal({ taken: true, bucket: { tokens: 0.7, atMs: startMs + 10 } });
  });

  it('waits for what is missing of a token only', () => {
    const policy = { ratePerSecond: 2, burst: 4 };
    const refused = takeToken({ tokens: 0.25, atMs: startMs }, policy, startMs + 125);
    expect(refused).to.deep.equal({ taken: false, atMs: startMs + 375 });
  });

  const hundred = { ratePerSecond: 100, burst: 10 };

  it('fills to its burst and no further', () => {
    const [, empty] = drain(fullBucket, hundred, startMs);
    expect(drain(empty, hundred, startMs + 100)[0]).to.equal(10);
    expect(drain(empty, hundred, startMs + 86_400_000)[0]).to.equal(10);
  });

  it('gives a burst and is not stuck when the clock jumps back', () => {
    const [, empty] = drain(fullBucket, hundred, startMs);
    const [taken, after] = drain(empty, hundred, startMs - 3_600_000);
    expect(taken).to.equal(10);
    expect(drain(after, hundred, startMs - 3_600_000 + 10)[0]).to.equal(1);
  });

  it('gives nothing at the same moment again', () => {
    const [, empty] = drain(fullBucket, hundred, startMs);
    expect(takeToken(empty, hundred, startMs).taken).to.equal(false);
  });

  it('never exceeds the rate by more than the burst, however it is asked', () => {
    const policies = fc.record({
      ratePerSecond: fc.integer({ min: 1, max: 500 }),
      burst: fc.integer({ min: 1, max: 50 }),
    });
    const steps = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(policies, steps, (policy, waitsMs) => {
        let bucket = fullBucket;
        let nowMs = startMs;
        let taken = 0;
        for (const waitMs of waitsMs) {
          nowMs += waitMs;
          const [count, after] = drain(bucket, policy, nowMs);
          taken += count;
          bucket = after;
        }
        const most = policy.burst + ((nowMs - startMs) * policy.ratePerSecond) / 1000;
        expect(taken).to.be.at.most(Math.floor(most + 1e-6));
      }),
    );
  });
});
