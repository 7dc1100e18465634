/** More spans than this are not drawn one by one. */
const MAX_SPANS = 2_000;

/**
 * Starts of all spans from the first moment to the last one, in milliseconds since the epoch: the API
 * leaves out those in which nothing happened, and a chart should show that nothing did. The grid is
 * that of the known starts.
 */
export function spanStarts(
  knownStarts: readonly number[],
  spanMs: number,
  fromMs: number,
  toMs: number,
): number[] {
  const [known = fromMs] = knownStarts;
  const first = known - Math.floor((known - fromMs) / spanMs) * spanMs;
  const count = Math.floor((toMs - first) / spanMs) + 1;
  if (!(spanMs > 0) || !(count <= MAX_SPANS)) return [...knownStarts];
  return Array.from({ length: count }, (_, index) => first + index * spanMs);
}

/** Joins spans that would be too thin to be seen: how many make one. */
export function spansPerBar(count: number, maxBars: number): number {
  return Math.max(1, Math.ceil(count / maxBars));
}

/** Parts of so many, the last one maybe of less. */
export function inParts<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, part) =>
    values.slice(part * size, (part + 1) * size),
  );
}
