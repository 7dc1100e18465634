import { keyOf, OTHER } from './series-key.ts';

/** Takes durations, sizes or the like into buckets. */
export interface Histogram {
  observe(value: number): void;
}

/** Histograms by the values of labels; values beyond the limit share one, as in a Counter. */
export class Histograms {
  readonly #make: (values: readonly string[]) => Histogram;
  readonly #maxSeries: number;
  readonly #series = new Map<string, Histogram>();

  constructor(make: (values: readonly string[]) => Histogram, maxSeries: number) {
    this.#make = make;
    this.#maxSeries = maxSeries;
  }

  /** The histogram of these values, in the order of their labels; it may be kept. */
  of(...values: readonly string[]): Histogram {
    const key = keyOf(values);
    const found = this.#series.get(key);
    if (found !== undefined) return found;
    const isOther = values.every((value) => value === OTHER);
    if (this.#series.size >= this.#maxSeries && !isOther)
      return this.of(...values.map(() => OTHER));
    const made = this.#make(values);
    this.#series.set(key, made);
    return made;
  }
}
