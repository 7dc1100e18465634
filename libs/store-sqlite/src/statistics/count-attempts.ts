import { durationClass } from '@webhooks/domain';
import type { AttemptOutcome, AttemptRecord } from '@webhooks/domain';
import {
  attemptBucketS,
  bucketStartS,
  failureColumns,
  failureIndex,
  packWith,
  wideColumns,
} from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/** What of a recording is counted. */
type Counted = Pick<AttemptRecord, 'endpointId' | 'attempts'>;

/** Attempts to one endpoint. */
interface Counts {
  /** The class of each one. */
  readonly durations: number[];
  /** By failureColumns; null where none failed. */
  failures: number[] | null;
}

/**
 * Adds the attempts of a group to the statistics of their endpoints: a look and a write for each
 * endpoint, and one more where attempts failed. Runs inside a fenced write transaction, so nothing
 * is added to what was looked at meanwhile.
 */
export function createAttemptCounter({
  connection,
}: Database): (recorded: readonly Counted[], nowMs: number) => void {
  const counters = [...failureColumns, ...wideColumns];
  const find = connection
    .prepare<[string, number], Buffer>(
      `SELECT durations FROM endpoint_statistics WHERE endpoint_id = ? AND start_s = ?`,
    )
    .pluck();
  const insert = connection.prepare<[string, number, Buffer]>(
    `INSERT INTO endpoint_statistics (endpoint_id, start_s, durations, ${counters.join(', ')})
     VALUES (?, ?, ?, ${counters.map(() => '0').join(', ')})`,
  );
  const update = connection.prepare<[Buffer, string, number]>(
    `UPDATE endpoint_statistics SET durations = ? WHERE endpoint_id = ? AND start_s = ?`,
  );
  const addFailures = connection.prepare<unknown[]>(
    `UPDATE endpoint_statistics SET ${failureColumns.map((name) => `${name} = ${name} + ?`).join(', ')}
     WHERE endpoint_id = ? AND start_s = ?`,
  );

  return (recorded, nowMs) => {
    const startS = bucketStartS(nowMs, attemptBucketS);
    for (const [endpointId, { durations, failures }] of countByEndpoint(recorded)) {
      const before = find.get(endpointId, startS);
      if (before === undefined) insert.run(endpointId, startS, packWith(null, durations));
      else update.run(packWith(before, durations), endpointId, startS);
      if (failures !== null) addFailures.run(...failures, endpointId, startS);
    }
  };
}

function countByEndpoint(recorded: readonly Counted[]): Map<string, Counts> {
  const all = new Map<string, Counts>();
  for (const { endpointId, attempts } of recorded) {
    if (attempts.length === 0) continue;
    let counts = all.get(endpointId);
    if (counts === undefined) {
      counts = { durations: [], failures: null };
      all.set(endpointId, counts);
    }
    for (const attempt of attempts) count(counts, attempt);
  }
  return all;
}

function count(counts: Counts, { errorClass, durationMs }: AttemptOutcome): void {
  counts.durations.push(durationClass(durationMs));
  if (errorClass === null) return;
  counts.failures ??= failureColumns.map(() => 0);
  const failure = failureIndex.get(errorClass);
  if (failure !== undefined) counts.failures[failure] = (counts.failures[failure] ?? 0) + 1;
}
