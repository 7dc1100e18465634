/** Waits for a promise, but not longer than the limit; says whether it was in time. Never rejects. */
export async function within(limitMs: number, promise: Promise<unknown>): Promise<boolean> {
  const { promise: limit, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), limitMs);
  const inTime = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([inTime, limit]);
  } finally {
    clearTimeout(timer);
  }
}
