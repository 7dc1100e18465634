import { expect } from 'chai';

import { judgeFlatness } from './flatness.ts';
import { slacks } from './samples.ts';

/** An hour of one every five seconds. */
const SAMPLES = 720;
const MB = 1_048_576;

/** Values that go up and down as a heap between collections does, by a share of the base. */
function noisy(base: number, share: number, growth = 0): number[] {
  return Array.from({ length: SAMPLES }, (_, at) => {
    const noise = ((at * 7) % 10) / 10 - 0.45;
    return base * (1 + share * noise) + growth * at;
  });
}

function isFlat(kind: keyof typeof slacks, values: readonly number[]): boolean {
  return judgeFlatness({ name: kind, values, slack: slacks[kind] }).isFlat;
}

describe('judgeFlatness', () => {
  it('finds a heap that loses 1 MB in a minute, through its noise', () => {
    expect(isFlat('heapMb', noisy(40, 0.6, 1 / 12))).to.equal(false);
  });

  it('finds a descriptor that is left open every minute', () => {
    expect(isFlat('descriptors', noisy(60, 0.1, 1 / 12))).to.equal(false);
  });

  it('finds a WAL that is never checkpointed', () => {
    expect(isFlat('walMb', noisy(4, 0, 1 / 12))).to.equal(false);
  });

  it('takes noise for what it is', () => {
    expect(isFlat('heapMb', noisy(40, 0.6))).to.equal(true);
    expect(isFlat('descriptors', noisy(60, 0.3))).to.equal(true);
    expect(isFlat('walMb', noisy(4, 0.9))).to.equal(true);
  });

  it('takes the warming up, and single peaks, for no growth', () => {
    const warm = noisy(40, 0.2).map((value, at) => (at < SAMPLES / 3 ? value / 4 : value));
    expect(isFlat('heapMb', warm)).to.equal(true);
    const peaks = noisy(40, 0.2).map((value, at) => (at > 600 && at % 3 === 0 ? value * 5 : value));
    expect(isFlat('heapMb', peaks)).to.equal(true);
  });

  it('lets a few descriptors and a few pages of WAL be', () => {
    const step = (from: number, to: number) =>
      noisy(1, 0).map((_, at) => (at < (2 * SAMPLES) / 3 ? from : to));
    expect(isFlat('descriptors', step(20, 26))).to.equal(true);
    expect(isFlat('walMb', step(1, 4))).to.equal(true);
    expect(isFlat('descriptors', step(20, 40))).to.equal(false);
    expect(isFlat('walMb', step(1, 9))).to.equal(false);
  });

  it('takes no values, and what is no number, for no proof', () => {
    expect(isFlat('heapMb', [])).to.equal(false);
    expect(isFlat('heapMb', [...noisy(40, 0.1), Number.NaN])).to.equal(false);
  });

  it('tells what it compared', () => {
    const values = [9, 9, 9, 10, 10, 10, 12, 12, 12].map((value) => value * MB);
    const reported = judgeFlatness({ name: 'heap', values, slack: 0 });
    expect(reported).to.deep.equal({ name: 'heap', second: 10 * MB, last: 12 * MB, isFlat: false });
  });
});
