import { keyOf, OTHER } from './series-key.ts';

/** Values of labels by name; few and known beforehand, never ids. */
export type Labels = Readonly<Record<string, string>>;

/** A value by the labels that it belongs to. */
export type Sample = readonly [labels: Labels, value: number];

/** One number that only grows. Adding to it is all that a hot path ever pays for metrics. */
export class Count {
  value = 0;

  add(amount = 1): void {
    this.value += amount;
  }
}

/**
 * Counts by the values of its labels, in their order. More combinations than the limit are counted
 * together under "other", so that no caller can make a scrape grow.
 */
export class Counter {
  readonly #labelNames: readonly string[];
  readonly #maxSeries: number;
  readonly #series = new Map<string, { readonly labels: Labels; readonly count: Count }>();

  constructor(labelNames: readonly string[], maxSeries: number) {
    this.#labelNames = labelNames;
    this.#maxSeries = maxSeries;
  }

  /** The number of these label values; it may be kept. */
  of(...values: readonly string[]): Count {
    const found = this.#series.get(keyOf(values));
    if (found !== undefined) return found.count;
    const isFull = this.#series.size >= this.#maxSeries;
    if (isFull && !values.every((value) => value === OTHER)) return this.of(...values.map(toOther));
    const pairs = this.#labelNames.map((name, index) => [name, values[index] ?? ''] as const);
    const added = { labels: Object.fromEntries(pairs), count: new Count() };
    this.#series.set(keyOf(values), added);
    return added.count;
  }

  *read(): Generator<readonly [Labels, number]> {
    for (const { labels, count } of this.#series.values()) yield [labels, count.value];
  }
}

function toOther(): string {
  return OTHER;
}
