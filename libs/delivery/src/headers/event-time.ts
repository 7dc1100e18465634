/** Furthest moment from the epoch that a Date can hold. */
const maxMs = 8.64e15;

/**
 * ISO 8601 in UTC with milliseconds, and with microseconds where there are any; null for a moment
 * beyond the calendar.
 */
export function formatEventTime(occurredAtUs: number): string | null {
  const ms = Math.floor(occurredAtUs / 1000);
  if (!(Math.abs(ms) <= maxMs)) return null;
  const text = new Date(ms).toISOString();
  const us = occurredAtUs - ms * 1000;
  return us === 0 ? text : `${text.slice(0, -1)}${String(us).padStart(3, '0')}Z`;
}
