import type { AttemptBucket, EndpointStatistics } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

/** Attempts within one stretch of time as v3 callers see them. */
export interface AttemptBucketItem {
  readonly start: string;
  readonly attempts: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly failures_by_class: Readonly<Record<string, number>>;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
}

/** Attempts over time; stretches without any are left out. */
export interface EndpointStatisticsBody {
  readonly bucket_seconds: number;
  readonly results: readonly AttemptBucketItem[];
}

/** Writes the outcomes of the attempts to an endpoint over time. */
export function toEndpointStatisticsBody({
  bucketMs,
  buckets,
}: EndpointStatistics): EndpointStatisticsBody {
  return { bucket_seconds: bucketMs / 1000, results: buckets.map(toItem) };
}

function toItem(bucket: AttemptBucket): AttemptBucketItem {
  return {
    start: formatMillis(bucket.startMs),
    attempts: bucket.attempts,
    succeeded: bucket.succeeded,
    failed: bucket.attempts - bucket.succeeded,
    failures_by_class: bucket.failuresByClass,
    p50_ms: bucket.p50Ms,
    p95_ms: bucket.p95Ms,
  };
}
