import { expect } from 'chai';

import { isSlowStart, recoveryOf } from './recovery.ts';

describe('recoveryOf', () => {
  it('counts what came after the return, second by second', () => {
    const arrivals = [900, 1_500, 1_550, 2_700, 9_000].map((atMs, at) => ({
      endpoint: 0,
      resendId: 1,
      atMs,
      inFlight: at,
    }));
    const recovery = recoveryOf(arrivals, 1_000, 3);
    expect(recovery.perSecond).to.deep.equal([2, 1, 0]);
    expect(recovery.perTenth.slice(0, 13)).to.deep.equal([2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(recovery.inFlight[0]).to.equal(2);
    expect(recovery.firstAfterMs).to.equal(500);
    expect(recovery.firstInFlight).to.deep.equal([1, 2, 3, 4]);
  });
});

describe('recoveryOf a request that comes in two pieces', () => {
  it('keeps what was in flight in the order in which it was counted', () => {
    const arrivals = [
      { atMs: 1_000, inFlight: 1 },
      { atMs: 1_020, inFlight: 1 },
      { atMs: 1_041, inFlight: 1 },
      // Its first byte came before that of the one before it, the rest behind it.
      { atMs: 1_040, inFlight: 2 },
    ].map((arrival) => ({ endpoint: 0, resendId: 1, ...arrival }));
    const { firstInFlight } = recoveryOf(arrivals, 1_000, 1);
    expect(firstInFlight).to.deep.equal([1, 1, 1, 2]);
  });
});

describe('isSlowStart', () => {
  it('allows one, two, four at a time, up to the cap', () => {
    expect(isSlowStart([1, 1, 1, 2, 1, 2, 3, 4, 4, 4], 4)).to.equal(true);
  });

  it('refuses a flood, and more than the cap', () => {
    expect(isSlowStart([1, 2, 3, 4, 5, 6], 16)).to.equal(false);
    expect(isSlowStart([1, 1, 2, 3], 16)).to.equal(false);
    expect(isSlowStart([...Array.from({ length: 50 }, () => 1), 5], 4)).to.equal(false);
  });
});
