import { medianBetween } from '../benchmark/statistics.ts';

/** The last third of a run may have this much of the second; the first is the warming up. */
export const MOST_GROWTH = 1.15;

/** What has to stay flat. */
export interface Series {
  readonly name: string;
  /** In their order of time. */
  readonly values: readonly number[];
  /** Growth that means nothing where there is little: in the unit of the values. */
  readonly slack: number;
}

/** How much a series grew. */
export interface Flatness {
  readonly name: string;
  readonly second: number;
  readonly last: number;
  /** False also where there are no values, or one is no number. */
  readonly isFlat: boolean;
}

/** Judges whether the median of the last third is about that of the second. */
export function judgeFlatness({ name, values, slack }: Series): Flatness {
  const second = medianBetween(values, 1 / 3, 2 / 3);
  const last = medianBetween(values, 2 / 3, 1);
  const isKnown = values.every(Number.isFinite);
  return { name, second, last, isFlat: isKnown && last <= MOST_GROWTH * second + slack };
}
