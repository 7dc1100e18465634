import { setTimeout as delay } from 'node:timers/promises';

/** How long a condition is waited for, and what the failure calls it. */
export interface WaitOptions {
  /** Default 5,000. */
  readonly deadlineMs?: number;
  /** A function is asked at the deadline, so that it can tell the state of things. */
  readonly what: string | (() => string);
}

const POLL_MS = 5;

/**
 * Asks again and again until the condition answers something truthy, and answers that. What the
 * condition throws counts as "not yet"; at the deadline it is the cause of the failure.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { deadlineMs = 5_000, what }: WaitOptions,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + deadlineMs;
  let cause: unknown;
  do {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(POLL_MS);
  } while (performance.now() < deadline);
  const awaited = typeof what === 'string' ? what : what();
  throw new Error(`waited ${deadlineMs} ms in vain for ${awaited}`, { cause });
}
