/**
 * Shares an answer for so long, from when it was asked for, so that no number of scrapes can make what
 * stands behind it work more often. A failure is not kept.
 */
export function atMostEvery<T>(
  periodMs: number,
  read: () => Promise<T>,
  now: () => number = () => performance.now(),
): () => Promise<T> {
  let latest: Promise<T> | null = null;
  let askedAtMs = 0;
  return () => {
    if (latest !== null && now() - askedAtMs < periodMs) return latest;
    const asked = read();
    latest = asked;
    askedAtMs = now();
    asked.catch(() => {
      if (latest === asked) latest = null;
    });
    return asked;
  };
}
