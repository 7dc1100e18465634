/** The value below which a share (0 to 1) of the values lies; NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The middle value; of two middle values the higher one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median of a stretch of values in their order of time; shares (0 to 1) of their number. */
export function medianBetween(values: readonly number[], from: number, to: number): number {
  const { length } = values;
  return median(values.slice(Math.floor(from * length), Math.ceil(to * length)));
}

/** The median of each tenth of a run. */
export function tenths(values: readonly number[]): number[] {
  return Array.from({ length: 10 }, (_, tenth) =>
    medianBetween(values, tenth / 10, (tenth + 1) / 10),
  );
}
