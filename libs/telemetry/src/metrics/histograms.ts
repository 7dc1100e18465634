/** Takes durations, sizes or the like into buckets. */
export interface Histogram {
  observe(value: number): void;
}

/** Histograms by the value of a label; values beyond the limit share one, as in a Counter. */
export class Histograms {
  readonly #make: (value: string) => Histogram;
  readonly #maxSeries: number;
  readonly #series = new Map<string, Histogram>();

  constructor(make: (value: string) => Histogram, maxSeries: number) {
    this.#make = make;
    this.#maxSeries = maxSeries;
  }

  /** The histogram of this value; it may be kept. */
  of(value: string): Histogram {
    const found = this.#series.get(value);
    if (found !== undefined) return found;
    if (this.#series.size >= this.#maxSeries && value !== OTHER) return this.of(OTHER);
    const made = this.#make(value);
    this.#series.set(value, made);
    return made;
  }
}

const OTHER = 'other';
