import {
  attemptStatistics,
  bucketMsFor,
  durationClassCount,
  withWideCounts,
} from '@webhooks/domain';
import type { AttemptBucket, AttemptStatistics, EndpointStatistics } from '@webhooks/domain';
import {
  attemptBucketS,
  bucketStartS,
  failureColumns,
  forEachPacked,
  wideColumns,
} from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

const hourMs = 3_600_000;

/** What is answered is cut into pieces of the first of these lengths that makes few enough of them. */
const bucketsMs = [attemptBucketS * 1000, 900_000, hourMs] as const;
const maxBuckets = 200;

/** Reads the outcomes of the attempts to an endpoint. */
export interface AttemptCounts {
  /** Over the last 24 hours. */
  lastDay(endpointId: string, nowMs: number): AttemptStatistics;
  overTime(endpointId: string, hours: number, nowMs: number): EndpointStatistics;
}

/** When the row begins, its packed durations, then the counts of its other columns. */
type Row = [startS: number, durations: Buffer, ...counts: number[]];

/** The same of many rows: durations one after the other in hexadecimal, sums of counts. */
type Total = [durations: string, ...sums: number[]];

/** Prepares the statements over endpoint_statistics. */
export function createAttemptCounts({ connection }: Database): AttemptCounts {
  const columns = [...failureColumns, ...wideColumns];
  // One text instead of a Buffer for each row takes a quarter of the time.
  const total = connection
    .prepare<[string, number], Total>(
      `SELECT coalesce(group_concat(hex(durations), ''), ''),
         ${columns.map((name) => `coalesce(sum(${name}), 0)`).join(', ')}
       FROM endpoint_statistics WHERE endpoint_id = ? AND start_s >= ?`,
    )
    .raw();
  const rows = connection
    .prepare<[string, number], Row>(
      `SELECT start_s, durations, ${columns.join(', ')} FROM endpoint_statistics
       WHERE endpoint_id = ? AND start_s >= ? ORDER BY start_s`,
    )
    .raw();

  return {
    lastDay(endpointId, nowMs) {
      const sinceS = bucketStartS(nowMs - 24 * hourMs, attemptBucketS);
      const sums = new Sums();
      const [durations = '', ...counts] = total.get(endpointId, sinceS) ?? [];
      sums.add(Buffer.from(durations, 'hex'), counts);
      return sums.toStatistics();
    },
    overTime(endpointId, hours, nowMs) {
      const bucketMs = bucketMsFor(hours * hourMs, bucketsMs, maxBuckets);
      const sinceS = bucketStartS(nowMs - hours * hourMs, bucketMs / 1000);
      const merged = new Map<number, Sums>();
      for (const [startS, durations, ...counts] of rows.iterate(endpointId, sinceS)) {
        const mergedStartS = bucketStartS(startS * 1000, bucketMs / 1000);
        const sums = merged.get(mergedStartS) ?? new Sums();
        merged.set(mergedStartS, sums);
        sums.add(durations, counts);
      }
      return { bucketMs, buckets: [...merged].map(toBucket) };
    },
  };
}

/** Rows, added up. */
class Sums {
  readonly #durations = new Array<number>(durationClassCount).fill(0);
  readonly #counts = [...failureColumns, ...wideColumns].map(() => 0);

  add(durations: Buffer, counts: readonly number[]): void {
    forEachPacked(durations, (index, count) => increase(this.#durations, index, count));
    counts.forEach((count, index) => increase(this.#counts, index, count));
  }

  toStatistics(): AttemptStatistics {
    const failures = this.#counts.slice(0, failureColumns.length);
    const wide = this.#counts.slice(failureColumns.length);
    return attemptStatistics(failures, withWideCounts(this.#durations, wide));
  }
}

function increase(counts: number[], index: number, by: number): void {
  counts[index] = (counts[index] ?? 0) + by;
}

function toBucket([startS, sums]: readonly [number, Sums]): AttemptBucket {
  return { startMs: startS * 1000, ...sums.toStatistics() };
}
