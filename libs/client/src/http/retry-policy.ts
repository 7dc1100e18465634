/** How often and how long it is worth trying again. */
export interface RetryPolicy {
  readonly maxRetries: number;
  readonly maxPauseMs: number;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_BACKOFF_MS = 8_000;

/** Answers that say "not now": of the API itself, or of a proxy that did not reach it. */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether another try may go better. */
export function isRetriedStatus(status: number): boolean {
  return RETRIED_STATUSES.has(status);
}

/**
 * The pause before a retry, by its number from 1: half of it random, so that callers spread, and
 * never less than was asked for. Null: give up. Random is from 0 to below 1.
 */
export function retryPauseMs(
  { maxRetries, maxPauseMs }: RetryPolicy,
  retry: number,
  retryAfterMs: number | null,
  random: number,
): number | null {
  if (retry > maxRetries || (retryAfterMs !== null && retryAfterMs > maxPauseMs)) return null;
  const backoffMs = Math.min(FIRST_PAUSE_MS * 2 ** (retry - 1), LONGEST_BACKOFF_MS, maxPauseMs);
  const spreadMs = (backoffMs / 2) * (1 + random);
  return Math.ceil(retryAfterMs === null ? spreadMs : retryAfterMs + spreadMs / 2);
}
