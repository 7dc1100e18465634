import { parseHttpDate } from './http-date.ts';

/** The longest wait that a receiver can ask for. */
export const maxRetryAfterMs = 24 * 3_600_000;

/**
 * How long a Retry-After value asks to wait from now: seconds or an HTTP-date, at most 24 hours,
 * 0 for a moment that has passed; null for anything else.
 */
export function parseRetryAfter(value: string, nowMs: number): number | null {
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, maxRetryAfterMs);
  const atMs = parseHttpDate(text, nowMs);
  if (atMs === null) return null;
  return Math.min(Math.max(atMs - nowMs, 0), maxRetryAfterMs);
}
