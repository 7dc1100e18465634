/** Checks by name; an app is ready when all of them are true. */
export type Checks = Readonly<Record<string, boolean>>;

/** Asks an app for its checks. */
export type Readiness = () => Checks | Promise<Checks>;

const TIMEOUT_MS = 2_000;

/**
 * Asks at most once at a time, shares the answer among those who wait, and takes an error or a
 * silence of two seconds for "not ready". Never rejects.
 */
export function readinessProbe(readiness: Readiness): () => Promise<Checks> {
  let asking: Promise<Checks> | null = null;
  return () => {
    asking ??= ask(readiness).finally(() => (asking = null));
    return asking;
  };
}

async function ask(readiness: Readiness): Promise<Checks> {
  const { promise: silence, resolve } = Promise.withResolvers<Checks>();
  const timer = setTimeout(() => resolve({ answered: false }), TIMEOUT_MS);
  try {
    return await Promise.race([readiness(), silence]);
  } catch {
    return { answered: false };
  } finally {
    clearTimeout(timer);
  }
}
