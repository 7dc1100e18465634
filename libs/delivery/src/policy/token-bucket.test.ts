import { expect } from 'chai';
import fc from 'fast-check';

import { fullBucket, takeToken, type TokenBucket } from './token-bucket.ts';

const startMs = 1_800_000_000_000;

/** Takes as many as there are at one moment. */
function drain(bucket: TokenBucket, rate: number, nowMs: number): [number, TokenBucket] {
  for (let taken = 0; ; taken += 1) {
    const take = takeToken(bucket, rate, nowMs);
    if (!take.taken) return [taken, bucket];
    bucket = take.bucket;
  }
}

describe('takeToken', () => {
  for (const [rate, burst] of [
    [0.5, 1],
    [1, 1],
    [10, 1],
    [19, 1],
    [20, 2],
    [1_000, 100],
  ] as const) {
    it(`gives ${burst} at once at ${rate} per second`, () => {
      expect(drain(fullBucket, rate, startMs)[0]).to.equal(burst);
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
      const [, empty] = drain(fullBucket, rate, startMs);
      const refused = takeToken(empty, rate, startMs);
      expect(refused).to.deep.equal({ taken: false, atMs: startMs + waitMs });
      expect(takeToken(empty, rate, startMs + waitMs - 1).taken).to.equal(false);
      expect(takeToken(empty, rate, startMs + waitMs).taken).to.equal(true);
    });
  }

  it('counts what is left over', () => {
    const taken = takeToken({ tokens: 1.5, atMs: startMs }, 20, startMs + 10);
    expect(taken).to.deep.equal({ taken: true, bucket: { tokens: 0.7, atMs: startMs + 10 } });
  });

  it('fills to its burst and no further', () => {
    const [, empty] = drain(fullBucket, 100, startMs);
    expect(drain(empty, 100, startMs + 100)[0]).to.equal(10);
    expect(drain(empty, 100, startMs + 86_400_000)[0]).to.equal(10);
  });

  it('gives a burst and is not stuck when the clock jumps back', () => {
    const [, empty] = drain(fullBucket, 100, startMs);
    const [taken, after] = drain(empty, 100, startMs - 3_600_000);
    expect(taken).to.equal(10);
    expect(drain(after, 100, startMs - 3_600_000 + 10)[0]).to.equal(1);
  });

  it('gives nothing at the same moment again', () => {
    const [, empty] = drain(fullBucket, 10, startMs);
    expect(takeToken(empty, 10, startMs).taken).to.equal(false);
  });

  it('never exceeds the rate by more than the burst, however it is asked', () => {
    const rates = fc.integer({ min: 1, max: 500 });
    const steps = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(rates, steps, (rate, waitsMs) => {
        let bucket = fullBucket;
        let nowMs = startMs;
        let taken = 0;
        for (const waitMs of waitsMs) {
          nowMs += waitMs;
          const [count, after] = drain(bucket, rate, nowMs);
          taken += count;
          bucket = after;
        }
        const most = Math.max(1, rate / 10) + ((nowMs - startMs) * rate) / 1000;
        expect(taken).to.be.at.most(Math.floor(most + 1e-6));
      }),
    );
  });
});
