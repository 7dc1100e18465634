const LONGEST_MS = 30_000;

/** How long to wait after so many failures in a row: twice as long each time, up to half a minute. */
export function backoffMs(failures: number, firstMs: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures, 10), LONGEST_MS);
}
