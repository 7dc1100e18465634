/** Furthest moment from the epoch that a Date can hold. */
const maxMs = 8.64e15;

const minuteMs = 60_000;

/** The last minute that was written and how it begins: events come by the thousand in their order. */
let minute = Number.NaN;
let minuteText = '';

/**
 * ISO 8601 in UTC with milliseconds, and with microseconds where there are any; null for a moment
 * beyond the calendar.
 */
export function formatEventTime(occurredAtUs: number): string | null {
  const ms = Math.floor(occurredAtUs / 1000);
  if (!(Math.abs(ms) <= maxMs)) return null;
  const itsMinute = Math.floor(ms / minuteMs);
  if (itsMinute !== minute) {
    minute = itsMinute;
    // Without seconds, milliseconds and Z.
    minuteText = new Date(itsMinute * minuteMs).toISOString().slice(0, -'00.000Z'.length);
  }
  // 1, two digits of seconds, three of milliseconds, three of microseconds.
  const digits = String(100_000_000 + (occurredAtUs - itsMinute * minuteMs * 1000));
  const us = digits.slice(6);
  return `${minuteText}${digits.slice(1, 3)}.${digits.slice(3, 6)}${us === '000' ? '' : us}Z`;
}
