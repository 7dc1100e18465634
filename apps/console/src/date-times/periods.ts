/** A period that is chosen rather than typed. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const HOUR_MS = 3_600_000;

export const lengthsMs = {
  lastHour: HOUR_MS,
  lastDay: 24 * HOUR_MS,
  lastWeek: 7 * 24 * HOUR_MS,
} as const;

/** From some time ago until now, in whole minutes: as somebody would type it. */
export function periodOf(lengthMs: number, nowMs: number): Period {
  return { from: minuteOf(nowMs - lengthMs, 'start'), to: minuteOf(nowMs, 'end') };
}

/** From a moment until now. */
export function periodSince(fromMs: number, nowMs: number): Period {
  return periodOf(nowMs - fromMs, nowMs);
}

const MINUTE_MS = 60_000;

/** The first microsecond of the minute of a moment, or the last one. */
function minuteOf(atMs: number, end: 'start' | 'end'): string {
  const minute = new Date(Math.floor(atMs / MINUTE_MS) * MINUTE_MS).toISOString();
  return end === 'start' ? minute : minute.replace('00.000Z', '59.999999Z');
}
