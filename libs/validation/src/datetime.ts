const DATETIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:[Zz]|([+-])(\d{2}):?(\d{2}))?$/;

/** Longer texts are no datetimes, whatever they hold. */
export const MAX_DATETIME_LENGTH = 40;

/** The years that make sense here; the end also keeps microseconds exact in a number. */
const MIN_MS = Date.UTC(1970, 0, 1);
const MAX_MS = Date.UTC(2200, 0, 1) - 1;

/**
 * Reads an ISO 8601 date and time: Z, an offset, or no zone, which is UTC. Digits beyond the
 * microsecond are cut off. Null when it is none, does not exist, or lies outside 1970 to 2199.
 */
export function parseDatetimeToMicros(text: string): number | null {
  const match = text.length <= MAX_DATETIME_LENGTH ? DATETIME.exec(text) : null;
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as SixNumbers;
  const offsetMs = offsetToMs(match[8], match[9], match[10]);
  if (!exists(year, month, day) || hour > 23 || minute > 59 || second > 59 || offsetMs === null) {
    return null;
  }
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) - offsetMs;
  if (ms < MIN_MS || ms > MAX_MS) return null;
  return ms * 1000 + Number((match[7] ?? '').slice(0, 6).padEnd(6, '0'));
}

type SixNumbers = [number, number, number, number, number, number];

function offsetToMs(sign = '+', hours = '0', minutes = '0'): number | null {
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? -ms : ms;
}

/** Date.UTC carries a 30th of February over and reads the years 0 to 99 as 1900 to 1999. */
function exists(year: number, month: number, day: number): boolean {
  if (year < 1900) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Says whether microseconds since the epoch lie in the years that are accepted. */
export function isSaneMicros(us: number): boolean {
  return Number.isSafeInteger(us) && us >= MIN_MS * 1000 && us < (MAX_MS + 1) * 1000;
}

/** UTC, with no fraction when it is zero and six digits otherwise. */
export function formatMicros(us: number): string {
  const fraction = us % 1_000_000;
  const seconds = new Date((us - fraction) / 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

/** UTC, always with three digits of the second. */
export function formatMillis(ms: number): string {
  return new Date(ms).toISOString();
}
