import { createDateFormat } from '../i18n/format.ts';
import { language, t } from '../i18n/locale.ts';
import { instantsOf, microsOf, type RangeEnd } from './instants.ts';

const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;

/** The time zone of the clocks here, as "America/Sao_Paulo". */
export function timeZone(): string {
  return new Intl.DateTimeFormat(language.value).resolvedOptions().timeZone;
}

/** "Tuesday, 12 May 2026, 09:00": with the day of the week and the month by name, it cannot be misread. */
export function dateTimeInWords(us: number, end: RangeEnd): string {
  const date = new Date(Math.floor(us / 1000));
  const part = (options: Intl.DateTimeFormatOptions): string =>
    createDateFormat(language.value, options).format(date);
  const time = `${clockTime(us, end, part)}${isRepeated(date) ? ` (${offsetName(date)})` : ''}`;
  return t().dateTimes.words({
    weekday: part({ weekday: 'long' }),
    day: part({ day: 'numeric' }),
    month: part({ month: 'long' }),
    year: part({ year: 'numeric' }),
    time,
  });
}

/** The whole range of a request in words, with the zone that they are in. */
export function rangeInWords(startIso: string, endIso: string): string {
  return t().dateTimes.range(
    dateTimeInWords(microsOf(startIso), 'start'),
    dateTimeInWords(microsOf(endIso), 'end'),
    timeZone(),
  );
}

/** Hours and minutes; seconds and what is beyond them only where there is more to say than "all of it". */
function clockTime(
  us: number,
  end: RangeEnd,
  part: (options: Intl.DateTimeFormatOptions) => string,
): string {
  const rest = end === 'start' ? 0 : 1;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  if ((us + rest) % MINUTE_US === 0) return part(clock);
  const seconds = part({ ...clock, second: '2-digit' });
  if ((us + rest) % SECOND_US === 0 || us % SECOND_US === 0) return seconds;
  const fraction = String(us % SECOND_US)
    .padStart(6, '0')
    .replace(/0{1,6}$/, '');
  return `${seconds}.${fraction}`;
}

/** Whether the clocks show this time twice. */
function isRepeated(date: Date): boolean {
  const wall = {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
  };
  return instantsOf(wall).length > 1;
}

/** As "GMT-3". */
function offsetName(date: Date): string {
  const parts = new Intl.DateTimeFormat(language.value, {
    timeZoneName: 'shortOffset',
  }).formatToParts(date);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
