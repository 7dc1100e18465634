import type { Language } from '../i18n/locale.ts';
import {
  type DateTimeProblem,
  parseDateTime,
  type TypedDateTime,
  type WallTime,
} from './typed-date-time.ts';

/** Which end of a range a moment is. */
export type RangeEnd = 'start' | 'end';

/** The resolution of what is recorded: microseconds, of which a number holds those of every year. */
const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * When the clocks here show a time, in milliseconds since the epoch, ascending: once; twice where
 * an hour repeats at the end of daylight time; never where it is skipped at its beginning.
 */
export function instantsOf({ year, month, day, hour, minute }: WallTime): number[] {
  const asUtcMs = Date.UTC(year, month - 1, day, hour, minute);
  // A zone is less than a day from UTC, so these are the offsets before and after any change.
  const offsets = [asUtcMs - DAY_MS, asUtcMs + DAY_MS].map(offsetMsAt);
  return [...new Set(offsets.map((offsetMs) => asUtcMs - offsetMs))]
    .filter((atMs) => atMs + offsetMsAt(atMs) === asUtcMs)
    .sort((one, other) => one - other);
}

/**
 * The times on a clock between which daylight time leaves out the one that a text names, as
 * milliseconds of the day; null where it leaves none out.
 */
export function skippedAround(text: string, language: Language): readonly [number, number] | null {
  const dateTime = parseDateTime(text, language);
  if (typeof dateTime === 'string' || candidatesOf(dateTime).length > 0) return null;
  const { year, month, day, hour, minute } = dateTime.wall;
  const asUtcMs = Date.UTC(year, month - 1, day, hour, minute);
  let [beforeMs, afterMs] = [asUtcMs - DAY_MS, asUtcMs + DAY_MS];
  const [oldMs, newMs] = [offsetMsAt(beforeMs), offsetMsAt(afterMs)];
  while (afterMs - beforeMs > MINUTE_MS) {
    const middleMs = Math.floor((beforeMs + afterMs) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetMsAt(middleMs) === oldMs) beforeMs = middleMs;
    else afterMs = middleMs;
  }
  return [(afterMs + oldMs) % DAY_MS, (afterMs + newMs) % DAY_MS];
}

/**
 * The moment that a text stands for, in microseconds since the epoch, by the clocks here unless it
 * names an offset. A range takes in all of what is said: of an hour that repeats, a start is the
 * first and an end the last one; an end is the last microsecond of its minute, or of its second.
 */
export function readDateTime(
  text: string,
  end: RangeEnd,
  language: Language,
): number | DateTimeProblem | 'skippedTime' {
  const dateTime = parseDateTime(text, language);
  if (typeof dateTime === 'string') return dateTime;
  const instants = candidatesOf(dateTime);
  const atMs = end === 'start' ? instants.at(0) : instants.at(-1);
  if (atMs === undefined) return 'skippedTime';
  const us = atMs * 1000 + (dateTime.second ?? 0) * SECOND_US + (dateTime.micros ?? 0);
  return end === 'start' ? us : us + restUs(dateTime);
}

/** As the API takes it: UTC, with as many digits of the second as it needs. */
export function isoOf(us: number): string {
  const iso = new Date(Math.floor(us / 1000)).toISOString();
  const rest = us % 1000;
  return rest === 0 ? iso : `${iso.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** Reads what isoOf has written. */
export function microsOf(iso: string): number {
  const [, head = '', rest = '0'] = /^(.{23})(\d{3})?Z$/.exec(iso) ?? [];
  return Date.parse(`${head}Z`) * 1000 + Number(rest);
}

/**
 * A moment that the API knows, as somebody would type it; as it is where that would be another one,
 * or where it is none.
 */
export function typedFromIso(iso: string, end: RangeEnd, language: Language): string {
  const us = readDateTime(iso, 'start', language);
  if (typeof us === 'string') return iso;
  const date = new Date(Math.floor(us / 1000));
  const two = (part: number): string => String(part).padStart(2, '0');
  const [day, month] = [two(date.getDate()), two(date.getMonth() + 1)];
  const typed =
    `${language === 'en' ? `${month}/${day}` : `${day}/${month}`}/${date.getFullYear()} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}`;
  return readDateTime(typed, end, language) === us ? typed : iso;
}

function candidatesOf({ wall, offsetMinutes }: TypedDateTime): number[] {
  if (offsetMinutes === null) return instantsOf(wall);
  const { year, month, day, hour, minute } = wall;
  return [Date.UTC(year, month - 1, day, hour, minute) - offsetMinutes * MINUTE_MS];
}

/** From what was said to the end of it. */
function restUs({ second, micros }: TypedDateTime): number {
  if (micros !== null) return 0;
  return (second === null ? MINUTE_US : SECOND_US) - 1;
}

function offsetMsAt(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset() * MINUTE_MS;
}
