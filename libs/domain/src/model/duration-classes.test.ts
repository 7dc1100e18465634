import { expect } from 'chai';
import fc from 'fast-check';

import {
  durationClass,
  durationClassCount,
  type DurationCounts,
  quantileMs,
  wideBoundsMs,
  withWideCounts,
} from './duration-classes.ts';

const none: DurationCounts = Array.from({ length: durationClassCount }, () => 0);
const noneWide = wideBoundsMs.map(() => 0);

function counted(durationsMs: readonly number[]): number[] {
  const counts = [...none];
  for (const durationMs of durationsMs) {
    const index = durationClass(durationMs);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}

/** The shortest duration that so large a share does not exceed. */
function exactQuantile(durationsMs: readonly number[], quantile: number): number {
  const sorted = durationsMs.toSorted((one, other) => one - other);
  return sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
}

/** As long as anything may take, and as often short as long. */
const duration = fc
  .double({ min: 0, max: Math.log(150_000), noNaN: true })
  .map((exponent) => Math.round(Math.exp(exponent)) - 1);

describe('durationClass', () => {
  it('ascends, and every millisecond is within 5 % of what it is shown as', () => {
    let before = 0;
    for (let ms = 0; ms <= 150_000; ms += 1) {
      const index = durationClass(ms);
      if (index !== before) expect(index).to.equal(before + 1);
      before = index;
      const shown = quantileMs(counted([ms]), 0.5) ?? -1;
      if (Math.abs(shown - ms) > 0.05 * ms) expect.fail(`${ms} ms is shown as ${shown} ms`);
    }
    expect(durationClass(Number.MAX_SAFE_INTEGER)).to.equal(durationClassCount - 1);
  });
});

describe('quantileMs', () => {
  it('is null of nothing', () => {
    expect(quantileMs(none, 0.5)).to.equal(null);
  });

  it('is what was measured, where all took the same', () => {
    const of = (ms: number) => quantileMs(counted([ms, ms, ms]), 0.95);
    expect([0, 1, 7, 19].map(of)).to.deep.equal([0, 1, 7, 19]);
    expect(of(2_500)).to.be.within(2_375, 2_625);
    expect(of(15_000)).to.be.within(14_250, 15_750);
  });

  it('is one that was measured, not one in between', () => {
    expect(quantileMs(counted([3, 19]), 0.5)).to.equal(3);
    expect(quantileMs(counted([3, 19, 19]), 0.5)).to.equal(19);
    expect(quantileMs(counted([3]), 1)).to.equal(3);
  });

  it('is within 5 % of the exact one, whatever was measured', () => {
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0.5, 0.95),
        (durationsMs, quantile) => {
          const exact = exactQuantile(durationsMs, quantile);
          const shown = quantileMs(counted(durationsMs), quantile) ?? -1;
          expect(Math.abs(shown - exact)).to.be.at.most(0.05 * exact);
        },
      ),
    );
  });
});

describe('withWideCounts', () => {
  const wide = (uptoMs: (typeof wideBoundsMs)[number], count: number): number[] =>
    noneWide.with(wideBoundsMs.indexOf(uptoMs), count);

  it('leaves alone what has none', () => {
    const counts = counted([5, 500]);
    expect(withWideCounts(counts, noneWide)).to.equal(counts);
  });

  it('loses and moves none, and spreads those of one class evenly', () => {
    for (const bound of wideBoundsMs) {
      const counts = withWideCounts(none, wide(bound, 100));
      const total = counts.reduce((sum, count) => sum + count, 0);
      expect(total).to.be.closeTo(100, 1e-9);
      const lowerMs = wideBoundsMs[wideBoundsMs.indexOf(bound) - 1] ?? 0;
      for (const quantile of [0.01, 0.5, 0.95, 1]) {
        const evenMs = lowerMs + (bound - lowerMs) * quantile;
        const shown = quantileMs(counts, quantile) ?? -1;
        // The class that it falls into is up to a tenth wide, and a millisecond at least.
        expect(Math.abs(shown - evenMs), `${quantile} of ${bound}`).to.be.at.most(
          Math.max(1, 0.1 * evenMs),
        );
      }
    }
  });

  it('adds to what was counted in narrow ones', () => {
    const counts = withWideCounts(counted([4_000, 4_000, 4_000]), wide(5, 1));
    expect(quantileMs(counts, 0.95)).to.be.within(3_800, 4_200);
    expect(quantileMs(counts, 0.2)).to.be.within(2, 5);
  });
});
