import type { DeliveryState, ErrorClass } from './delivery.ts';
import type { ReceiptCounts } from './resend.ts';
import { type DurationCounts, quantileMs } from './duration-classes.ts';

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
  'closed_before_answer',
  'client_certificate_refused',
] as const satisfies readonly ErrorClass[];

/** Outcomes of the attempts to an endpoint. */
export interface AttemptStatistics {
  readonly attempts: number;
  readonly succeeded: number;
  /** Classes that did not occur are left out. */
  readonly failuresByClass: Readonly<Partial<Record<ErrorClass, number>>>;
  /** How long attempts took, whatever came of them, within 5 %; null when there were none. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Reads counts by errorClasses and by durationClass. Every attempt has one duration. */
export function attemptStatistics(
  failures: readonly number[],
  durations: DurationCounts,
): AttemptStatistics {
  const attempts = Math.round(sum(durations));
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

/** What the receivers at one endpoint said of delivered events of one type. */
export interface ReceiptGroup extends ReceiptCounts {
  readonly endpointId: string;
  readonly eventType: string;
}

/** What became of a resend so far. */
export interface ResendStatistics {
  readonly byState: Readonly<Record<DeliveryState, number>>;
  /** Most attempts first. */
  readonly failures: readonly FailureCount[];
  /** By endpoint and event type. */
  readonly receipts: readonly ReceiptGroup[];
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
