/**
 * Durations of attempts are counted in classes, so that they can be added up over any time. Each
 * one has a middle that stands for all of it: what is counted lies within 5 % of it.
 */
interface DurationClass {
  /** The longest duration of the class, in milliseconds. */
  readonly uptoMs: number;
  readonly middleMs: number;
}

/** Twice the longest deadline of an attempt; what is longer is counted in the last class, too. */
const LONGEST_MS = 240_000;

const durationClasses: readonly DurationClass[] = classesUpTo(LONGEST_MS);

/** How many classes there are. */
export const durationClassCount = durationClasses.length;

/** Attempts by duration, one number for each class. Need not be whole: estimates are shared out. */
export type DurationCounts = readonly number[];

/** The class that a duration is counted in. */
export function durationClass(durationMs: number): number {
  let low = 0;
  let high = durationClassCount - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (durationMs > (durationClasses[middle]?.uptoMs ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A quantile (0 to 1) of counted durations in milliseconds, within 5 %: the shortest duration that
 * so large a share of them does not exceed. Null when nothing was counted.
 */
export function quantileMs(counts: DurationCounts, quantile: number): number | null {
  const rank = quantile * counts.reduce((total, count) => total + count, 0);
  let counted = 0;
  let reachedMs: number | null = null;
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    counted += count;
    reachedMs = durationClasses[index]?.middleMs ?? reachedMs;
    if (counted >= rank) break;
  }
  return reachedMs;
}

/** Upper ends of the wider classes that durations were counted in at first, in milliseconds. */
export const wideBoundsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 350, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000, 20_000, 60_000,
  120_000,
] as const;

/** Adds counts of the wider classes, each as if its durations were spread evenly over it. */
export function withWideCounts(counts: DurationCounts, wide: readonly number[]): DurationCounts {
  if (wide.every((count) => count === 0)) return counts;
  const sums = [...counts];
  for (const [index, count] of wide.entries()) {
    const lowerMs = wideBoundsMs[index - 1] ?? 0;
    const upperMs = wideBoundsMs[index] ?? lowerMs;
    for (let ms = lowerMs; ms < upperMs && count > 0;) {
      const place = durationClass(ms + 1);
      const endMs = Math.min(durationClasses[place]?.uptoMs ?? upperMs, upperMs);
      sums[place] = (sums[place] ?? 0) + (count * (endMs - ms)) / (upperMs - lowerMs);
      ms = endMs;
    }
  }
  return sums;
}

function classesUpTo(longestMs: number): DurationClass[] {
  const classes: DurationClass[] = [{ uptoMs: 0, middleMs: 0 }];
  for (let uptoMs = 0; uptoMs < longestMs;) {
    const middleMs = Math.floor(((uptoMs + 1) * 21) / 20);
    uptoMs = Math.floor((middleMs * 21) / 20);
    classes.push({ uptoMs, middleMs });
  }
  return classes;
}
