import { usageError } from './cli-error.ts';

/** Which end of a range a text stands for: a day is its first moment or its last one. */
export type RangeEnd = 'from' | 'to';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?$/i;
const ZONE = /(z|[+-]\d{2}:?\d{2})$/i;
const RELATIVE = /^-(\d{1,6})([smhdw])$/;
const AHEAD = /^\+(\d{1,6})([smhdw])$/;
const OFFSET = /^[+-](0\d|1[0-4]):[0-5]\d$/;
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

export const DATETIME_HELP =
  'A TIME is a day (2026-05-01: all of it), a date and time (2026-05-01T10:00, with Z or an ' +
  'offset such as -03:00 if you like), "now", or so long ago: -90s, -30m, -2h, -7d, -1w. What ' +
  'names no zone is UTC, or in the zone of --utc-offset. Both ends are part of the range.';

/**
 * Reads one end of a range as the API takes it. Offset: "+00:00" and the like, the zone of what
 * names none.
 *
 * @throws CliError for a text that is no time.
 */
export function parseRangeEnd(text: string, end: RangeEnd, offset: string, nowMs: number): string {
  const [, count, unit] = RELATIVE.exec(text) ?? [];
  if (text === 'now') return new Date(nowMs).toISOString();
  if (count !== undefined) {
    return new Date(nowMs - milliseconds(count, unit)).toISOString();
  }
  const zone = offset === '+00:00' ? 'Z' : offset;
  if (DAY.test(text)) {
    return checked(`${text}T${end === 'from' ? '00:00:00' : '23:59:59.999999'}${zone}`, text);
  }
  const own = DAY.test(text.slice(0, 10)) ? (ZONE.exec(text.slice(10))?.[0] ?? '') : '';
  const local = text.slice(0, text.length - own.length);
  if (!DATETIME.test(local)) throw refusal(text);
  const seconds = local.length === 16 ? `${local}:00` : local;
  return checked(`${seconds.replace(' ', 'T').replace(',', '.')}${own || zone}`, text);
}

/**
 * Reads a moment that may lie ahead, as the API takes it: what a range takes for its start, or so long
 * from now ("+8h").
 *
 * @throws CliError for a text that is no time.
 */
export function parseTime(text: string, offset: string, nowMs: number): string {
  const [, count, unit] = AHEAD.exec(text) ?? [];
  if (count === undefined) return parseRangeEnd(text, 'from', offset, nowMs);
  return new Date(nowMs + milliseconds(count, unit)).toISOString();
}

/** @throws CliError for a text that is no offset from UTC. */
export function parseUtcOffset(text: string | undefined): string {
  if (text === undefined || OFFSET.test(text)) return text ?? '+00:00';
  throw usageError(`--utc-offset ${text} is none: write it as -03:00 or +05:30`);
}

function milliseconds(count: string, unit: string | undefined): number {
  return Number(count) * SECONDS[unit as keyof typeof SECONDS] * 1000;
}

/** Date carries the 30th of February over; a person did not mean that. */
function checked(iso: string, text: string): string {
  const day = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso.slice(0, 10));
  if (!isDay || Number.isNaN(Date.parse(iso))) throw refusal(text);
  return iso;
}

function refusal(text: string): Error {
  return usageError(
    `"${text}" is no time`,
    'Write a day (2026-05-01), 2026-05-01T10:00, 2026-05-01T10:00:00-03:00, now, or -2h',
  );
}
