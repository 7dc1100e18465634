import { computed } from '@preact/signals';

import { language } from './locale.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Times are shown as they are typed: with 24 hours, in every language. */
export function createDateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, hourCycle: 'h23' });
}

const formats = computed(() => {
  const locale = language.value;
  return {
    count: new Intl.NumberFormat(locale),
    percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
    dateTime: createDateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    precise: createDateFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
    time: createDateFormat(locale, { timeStyle: 'short' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
    bytes: new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' }),
    unit: (unit: string, digits: number) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }),
  };
});

export const formatCount = (count: number): string => formats.value.count.format(count);

/** A share from 0 to 1. One that is not all never reads as 100 %. */
export function formatShare(share: number): string {
  return formats.value.percent.format(share < 1 ? Math.min(share, 0.999) : share);
}

export const formatBytes = (bytes: number): string => formats.value.bytes.format(bytes);

export const formatDateTime = (iso: string | number): string =>
  formats.value.dateTime.format(new Date(iso));

/** With seconds. */
export const formatPrecise = (iso: string | number): string =>
  formats.value.precise.format(new Date(iso));

/** A range; the day of both ends is said once. */
export function formatRange(from: string, to: string): string {
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString();
  return `${formatDateTime(from)} – ${isOneDay ? formatTime(Date.parse(to)) : formatDateTime(to)}`;
}

export const formatTime = (atMs: number): string => formats.value.time.format(atMs);

/** "5 min. ago", "in 2 hr."; its dot ends no sentence. */
export function formatRelative(atMs: number, nowMs: number): string {
  const ms = atMs - nowMs;
  const { relative } = formats.value;
  const size = Math.abs(ms);
  if (size < MINUTE_MS) return relative.format(Math.round(ms / SECOND_MS), 'second');
  if (size < HOUR_MS) return relative.format(Math.round(ms / MINUTE_MS), 'minute');
  if (size < DAY_MS) return relative.format(Math.round(ms / HOUR_MS), 'hour');
  return relative.format(Math.round(ms / DAY_MS), 'day');
}

/** A length of time in one or two units: "450 ms", "2.4 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(ms: number): string {
  const { unit } = formats.value;
  const whole = (name: string, value: number): string => unit(name, 0).format(value);
  if (ms < SECOND_MS) return whole('millisecond', Math.round(ms));
  if (ms < MINUTE_MS) return unit('second', 1).format(ms / SECOND_MS);
  const [large, largeMs, small, smallMs] =
    ms < HOUR_MS
      ? (['minute', MINUTE_MS, 'second', SECOND_MS] as const)
      : ms < DAY_MS
        ? (['hour', HOUR_MS, 'minute', MINUTE_MS] as const)
        : (['day', DAY_MS, 'hour', HOUR_MS] as const);
  const first = whole(large, Math.floor(ms / largeMs));
  const rest = Math.floor((ms % largeMs) / smallMs);
  return rest === 0 ? first : `${first} ${whole(small, rest)}`;
}
