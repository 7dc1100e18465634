import { errorClasses, wideBoundsMs } from '@webhooks/domain';
import type { ErrorClass } from '@webhooks/domain';

/** Columns of endpoint_statistics that count failed attempts, by error class. */
export const failureColumns: readonly string[] = errorClasses.map(
  (errorClass) => `failed_${errorClass}`,
);

/** Where an error class stands among failureColumns. */
export const failureIndex: ReadonlyMap<ErrorClass, number> = new Map(
  errorClasses.map((errorClass, index) => [errorClass, index]),
);

/** Columns that counted durations before there was the packed one; still read, never added to. */
export const wideColumns: readonly string[] = wideBoundsMs.map((boundMs) => `took_${boundMs}`);

/** Attempts are counted over so long. */
export const attemptBucketS = 300;

/** Outcomes of a resend are counted over so long. */
export const outcomeBucketS = 10;

/** When the bucket of a moment begins, in seconds since the epoch. */
export function bucketStartS(atMs: number, bucketS: number): number {
  return Math.floor(atMs / 1000 / bucketS) * bucketS;
}
