/** Year to second, fraction, sign, hours and minutes of the offset. */
const EXTENDED =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:[Zz]|([+-])(\d{2})(?::?(\d{2}))?)?$/;
const BASIC =
  /^(\d{4})(\d{2})(\d{2})[Tt](\d{2})(\d{2})(?:(\d{2})(?:[.,](\d+))?)?(?:[Zz]|([+-])(\d{2})(\d{2})?)?$/;

/** The forms in words, for answers to those who sent something else. */
export const DATETIME_FORMS =
  'YYYY-MM-DDThh:mm[:ss[.ffffff]] or YYYYMMDDThhmm[ss[.ffffff]], then Z, an offset (-03:00, -0300, -03) or nothing for UTC';

/** Longer texts are no datetimes, whatever they hold. */
export const MAX_DATETIME_LENGTH = 40;

/** The years that make sense here; the end also keeps microseconds exact in a number. */
const MIN_MS = Date.UTC(1970, 0, 1);
const MAX_MS = Date.UTC(2200, 0, 1) - 1;

/**
 * Reads an ISO 8601 date and time in the extended or the basic format, seconds optional: Z, an
 * offset, or no zone, which is UTC. 24:00 is the end of its day. Digits beyond the microsecond are
 * cut off. Null when it is none, does not exist, or lies outside 1970 to 2199.
 */
export function parseDatetimeToMicros(text: string): number | null {
  if (text.length > MAX_DATETIME_LENGTH) return null;
  const match = EXTENDED.exec(text) ?? BASIC.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number) as FiveNumbers;
  const second = Number(match[6] ?? '0');
  const fraction = match[7] ?? '';
  const offsetMs = offsetToMs(match[8], match[9], match[10]);
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && /^0*$/.test(fraction);
  const isTime = (hour <= 23 && minute <= 59 && second <= 59) || isEndOfDay;
  if (!exists(year, month, day) || !isTime || offsetMs === null) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second) - offsetMs;
  if (ms < MIN_MS || ms > MAX_MS) return null;
  return ms * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

type FiveNumbers = [number, number, number, number, number];

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
