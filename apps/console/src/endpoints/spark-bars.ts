import type { EndpointStatistics } from '../api/endpoint-types.ts';

/** One bar: attempts in an hour, and those that failed, as shares of the busiest hour. */
export interface SparkBar {
  readonly attempts: number;
  readonly failed: number;
}

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** The last 24 hours, oldest first. */
export function sparkBars(results: EndpointStatistics['results'], nowMs: number): SparkBar[] {
  const counts = Array.from({ length: HOURS }, () => ({ attempts: 0, failed: 0 }));
  for (const { start, attempts, failed } of results) {
    const age = Math.floor((nowMs - Date.parse(start)) / HOUR_MS);
    const hour = counts[HOURS - 1 - Math.max(0, age)];
    if (hour === undefined) continue;
    hour.attempts += attempts;
    hour.failed += failed;
  }
  const most = Math.max(1, ...counts.map(({ attempts }) => attempts));
  return counts.map((one) => ({ attempts: one.attempts / most, failed: one.failed / most }));
}
