/** The value below which a share (0 to 1) of the values lies; NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The middle value; of two middle values the higher one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
