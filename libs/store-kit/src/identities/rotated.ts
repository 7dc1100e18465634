/**
 * What is kept of dated things, newest first, when another one comes: those that were to come later
 * give way to it, and of those before it only the one that is used until its moment.
 */
export function rotated<T extends { readonly useFromMs: number }>(
  newestFirst: readonly T[],
  next: T,
  nowMs: number,
): readonly T[] {
  const inUse = newestFirst.find(({ useFromMs }) => useFromMs <= nowMs);
  const isKept = inUse !== undefined && next.useFromMs > nowMs;
  return isKept ? [next, inUse] : [next];
}
