import type { DeliveryState, ErrorClass } from './delivery.ts';

/** Every way in which an attempt fails. */
export const errorClasses = [
  'dns',
  'connect_refused',
  'connect_timeout',
  'tls',
  'timeout',
  'reset',
  'protocol',
  'blocked_address',
  'http_status',
] as const satisfies readonly ErrorClass[];

/**
 * Durations of attempts are counted in classes with these upper ends, in milliseconds. The last one
 * takes what is longer, too: no attempt lasts much longer than its deadline may be set to.
 */
export const durationBoundsMs = [
  1, 2, 5, 10, 20, 50, 100, 200, 350, 500, 750, 1_000, 1_500, 2_500, 5_000, 10_000, 20_000, 60_000,
  120_000,
] as const;

/** Attempts by duration, one number for each of durationBoundsMs. */
export type DurationCounts = readonly number[];

/** The class that a duration is counted in. */
export function durationClass(durationMs: number): number {
  let index = 0;
  const last = durationBoundsMs.length - 1;
  while (index < last && durationMs > (durationBoundsMs[index] ?? 0)) index += 1;
  return index;
}

/**
 * A quantile (0 to 1) of counted durations in milliseconds, as if those of one class were spread
 * evenly over it; null when nothing was counted.
 */
export function quantileMs(counts: DurationCounts, quantile: number): number | null {
  const total = sum(counts);
  if (total === 0) return null;
  const rank = quantile * total;
  let below = 0;
  let lowerMs = 0;
  for (const [index, upperMs] of durationBoundsMs.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0 && below + count >= rank) {
      return Math.round(lowerMs + ((upperMs - lowerMs) * (rank - below)) / count);
    }
    below += count;
    lowerMs = upperMs;
  }
  return lowerMs;
}

/** What attempts to an endpoint came to. */
export interface AttemptStatistics {
  readonly attempts: number;
  readonly succeeded: number;
  /** Classes that did not occur are left out. */
  readonly failuresByClass: Readonly<Partial<Record<ErrorClass, number>>>;
  /** How long attempts took, whatever came of them; null when there were none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Reads counts by errorClasses and durationBoundsMs. Every attempt has one duration. */
export function attemptStatistics(
  failures: readonly number[],
  durations: DurationCounts,
): AttemptStatistics {
  const attempts = sum(durations);
  const occurred = errorClasses
    .map((errorClass, index) => [errorClass, failures[index] ?? 0] as const)
    .filter(([, count]) => count > 0);
  return {
    attempts,
    succeeded: attempts - sum(failures),
    failuresByClass: Object.fromEntries(occurred),
    p50Ms: quantileMs(durations, 0.5),
    p95Ms: quantileMs(durations, 0.95),
  };
}

/** The same over one stretch of time. */
export interface AttemptBucket extends AttemptStatistics {
  readonly startMs: number;
}

/** Stretches of equal length in order; those without attempts are left out. */
export interface EndpointStatistics {
  readonly bucketMs: number;
  readonly buckets: readonly AttemptBucket[];
}

/** Deliveries that were settled in one stretch of time. */
export interface OutcomeBucket {
  readonly startMs: number;
  readonly delivered: number;
  /** Settled without success: failed, expired, cancelled, skipped. */
  readonly failed: number;
}

/** Attempts of a resend that failed alike. */
export interface FailureCount {
  readonly errorClass: ErrorClass;
  /** Null when no response came. */
  readonly httpStatus: number | null;
  readonly attempts: number;
}

/** What became of a resend so far. */
export interface ResendStatistics {
  readonly byState: Readonly<Record<DeliveryState, number>>;
  /** Most attempts first. */
  readonly failures: readonly FailureCount[];
  readonly bucketMs: number;
  /** Stretches of equal length in order; those without outcomes are left out. */
  readonly overTime: readonly OutcomeBucket[];
}

/** The first of some lengths, in ascending order, that cuts a span into few enough pieces; else the last. */
export function bucketMsFor(
  spanMs: number,
  lengthsMs: readonly [number, ...number[]],
  maxBuckets: number,
): number {
  const fitting = lengthsMs.find((lengthMs) => spanMs <= lengthMs * maxBuckets);
  return fitting ?? lengthsMs.at(-1) ?? lengthsMs[0];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
