import { within } from '@webhooks/runtime';

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
  const unanswered = { answered: false };
  try {
    return await within(TIMEOUT_MS, Promise.resolve(readiness()), () => unanswered);
  } catch {
    return unanswered;
  }
}
