import type { Language } from '../i18n/locale.ts';

/** A date and a time as a clock on the wall shows them. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** What somebody typed, once it is understood. */
export interface TypedDateTime {
  /** Midnight at the end of a day, 24:00, is the beginning of the next one. */
  readonly wall: WallTime;
  /** What is beyond the minute; null where it was not said. */
  readonly second: number | null;
  readonly micros: number | null;
  /** Where it was said: the offset from UTC. */
  readonly offsetMinutes: number | null;
  /** ISO 8601 reads the same in every language. */
  readonly isIso: boolean;
}

/** What is wrong with a text; each one has its words in the catalogues. */
export type DateTimeProblem = 'badDateTime' | 'noTime' | 'noSuchDate' | 'noSuchTime' | 'badYear';

/** The years that the API takes. */
const YEARS = { first: 1970, last: 2199 } as const;

const TIME = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`;
const AFTER_DATE = String.raw`(?:(?:,?\s+|T)${TIME}`;
const ZONE = String.raw`\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?`;
const ISO = new RegExp(
  String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})${AFTER_DATE}${ZONE})?$`,
  'i',
);
/** Which of day and month comes first is what languages differ in. */
const FORMS: Readonly<Record<Language, RegExp>> = {
  en: new RegExp(
    String.raw`^(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})${AFTER_DATE})?$`,
    'i',
  ),
  'pt-BR': new RegExp(
    String.raw`^(?<day>\d{1,2})/(?<month>\d{1,2})/(?<year>\d{4})${AFTER_DATE})?$`,
    'i',
  ),
};

/** Reads a date and a time in the form of a language, or in that of ISO 8601. */
export function parseDateTime(text: string, language: Language): TypedDateTime | DateTimeProblem {
  const iso = ISO.exec(text.trim())?.groups;
  const parts = iso ?? FORMS[language].exec(text.trim())?.groups;
  if (parts === undefined) return 'badDateTime';
  const [year, month, day] = [parts['year'], parts['month'], parts['day']].map(Number) as Three;
  if (year < YEARS.first || year > YEARS.last) return 'badYear';
  if (!exists(year, month, day)) return 'noSuchDate';
  if (parts['hour'] === undefined) return 'noTime';
  const [hour, minute, second] = [parts['hour'], parts['minute'], parts['second'] ?? 0].map(
    Number,
  ) as Three;
  const micros = Number((parts['fraction'] ?? '').slice(0, 6).padEnd(6, '0'));
  const isEndOfDay = hour === 24 && minute + second + micros === 0;
  const offsetMinutes = offsetOf(parts['zone']);
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 59 || offsetMinutes === undefined)
    return 'noSuchTime';
  const isWhole = parts['second'] === undefined && !isEndOfDay;
  return {
    wall: isEndOfDay ? dayAfter(year, month, day) : { year, month, day, hour, minute },
    second: isWhole ? null : second,
    micros: parts['fraction'] === undefined && !isEndOfDay ? null : micros,
    offsetMinutes,
    isIso: iso !== undefined,
  };
}

/** The same text in the form of another language; what is not understood stays as it was typed. */
export function retyped(text: string, from: Language, to: Language): string {
  const dateTime = parseDateTime(text, from);
  if (typeof dateTime === 'string' || dateTime.isIso) return text;
  // All but the order of day and month reads the same.
  return text.trim().replace(/^(\d{1,2})\/(\d{1,2})\//, from === to ? '$&' : '$2/$1/');
}

type Three = [number, number, number];

/** Null for none, undefined for one that does not exist. */
function offsetOf(zone: string | undefined): number | null | undefined {
  if (zone === undefined) return null;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -offset : offset;
}

/** Date carries the 30th of February over. */
function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function dayAfter(year: number, month: number, day: number): WallTime {
  const date = new Date(Date.UTC(year, month - 1, day + 1));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: 0,
    minute: 0,
  };
}
