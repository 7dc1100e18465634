import { attemptStatistics, bucketMsFor } from '@webhooks/domain';
import type { AttemptBucket, AttemptStatistics, EndpointStatistics } from '@webhooks/domain';

import type { Database } from '../database.ts';
import {
  attemptBucketS,
  attemptColumns,
  bucketStartS,
  firstDuration,
} from '../statistics/attempt-columns.ts';

const hourMs = 3_600_000;

/** What is answered is cut into pieces of the first of these lengths that makes few enough of them. */
const bucketsMs = [attemptBucketS * 1000, 900_000, hourMs] as const;
const maxBuckets = 200;

/** Reads what attempts to an endpoint came to. */
export interface AttemptCounts {
  /** Over the last 24 hours. */
  lastDay(endpointId: string, nowMs: number): AttemptStatistics;
  overTime(endpointId: string, hours: number, nowMs: number): EndpointStatistics;
}

/** Prepares the statements over endpoint_statistics. */
export function createAttemptCounts({ connection }: Database): AttemptCounts {
  const sums = attemptColumns.map((name) => `sum(${name})`).join(', ');
  const total = connection
    .prepare<[string, number], (number | null)[]>(
      `SELECT ${sums} FROM endpoint_statistics WHERE endpoint_id = ? AND start_s >= ?`,
    )
    .raw();
  const rows = connection
    .prepare<[string, number], number[]>(
      `SELECT start_s, ${attemptColumns.join(', ')} FROM endpoint_statistics
       WHERE endpoint_id = ? AND start_s >= ? ORDER BY start_s`,
    )
    .raw();

  return {
    lastDay(endpointId, nowMs) {
      const sinceS = bucketStartS(nowMs - 24 * hourMs, attemptBucketS);
      const counts = total.get(endpointId, sinceS) ?? [];
      return toStatistics(counts.map((count) => count ?? 0));
    },
    overTime(endpointId, hours, nowMs) {
      const bucketMs = bucketMsFor(hours * hourMs, bucketsMs, maxBuckets);
      const sinceS = bucketStartS(nowMs - hours * hourMs, bucketMs / 1000);
      const merged = new Map<number, number[]>();
      for (const [startS = 0, ...counts] of rows.iterate(endpointId, sinceS)) {
        const start = bucketStartS(startS * 1000, bucketMs / 1000);
        const sum = merged.get(start);
        merged.set(start, sum === undefined ? counts : sum.map((n, i) => n + (counts[i] ?? 0)));
      }
      return { bucketMs, buckets: [...merged].map(toBucket) };
    },
  };
}

function toBucket([startS, counts]: readonly [number, readonly number[]]): AttemptBucket {
  return { startMs: startS * 1000, ...toStatistics(counts) };
}

function toStatistics(counts: readonly number[]): AttemptStatistics {
  return attemptStatistics(counts.slice(0, firstDuration), counts.slice(firstDuration));
}
