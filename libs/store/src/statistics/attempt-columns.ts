import { durationBoundsMs, errorClasses } from '@webhooks/domain';
import type { ErrorClass } from '@webhooks/domain';

/** Columns of endpoint_statistics that count: failures by error class, then all by duration. */
export const attemptColumns: readonly string[] = [
  ...errorClasses.map((errorClass) => `failed_${errorClass}`),
  ...durationBoundsMs.map((boundMs) => `took_${boundMs}`),
];

/** Where the durations begin among attemptColumns. */
export const firstDuration = errorClasses.length;

/** Where an error class stands among attemptColumns. */
export const failureIndex: ReadonlyMap<ErrorClass, number> = new Map(
  errorClasses.map((errorClass, index) => [errorClass, index]),
);

/** Attempts are counted over so long. */
export const attemptBucketS = 300;

/** Outcomes of a resend are counted over so long. */
export const outcomeBucketS = 10;

/** When the bucket of a moment begins, in seconds since the epoch. */
export function bucketStartS(atMs: number, bucketS: number): number {
  return Math.floor(atMs / 1000 / bucketS) * bucketS;
}
