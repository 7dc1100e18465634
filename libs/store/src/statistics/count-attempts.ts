import { durationClass } from '@webhooks/domain';
import type { AttemptOutcome, Recording } from '@webhooks/domain';

import type { Database } from '../database.ts';
import {
  attemptBucketS,
  attemptColumns,
  bucketStartS,
  failureIndex,
  firstDuration,
} from './attempt-columns.ts';

/** What of a recording is counted. */
type Counted = Pick<Recording, 'endpointId' | 'attempt'>;

/**
 * Adds the attempts of a group to the statistics of their endpoints: one statement for each endpoint.
 * Runs inside a fenced write transaction.
 */
export function createAttemptCounter({
  connection,
}: Database): (recorded: readonly Counted[], nowMs: number) => void {
  const names = attemptColumns.join(', ');
  const values = attemptColumns.map(() => '?').join(', ');
  const sums = attemptColumns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ');
  const add = connection.prepare<unknown[]>(
    `INSERT INTO endpoint_statistics (endpoint_id, start_s, ${names}) VALUES (?, ?, ${values})
     ON CONFLICT (endpoint_id, start_s) DO UPDATE SET ${sums}`,
  );

  return (recorded, nowMs) => {
    const startS = bucketStartS(nowMs, attemptBucketS);
    for (const [endpointId, counts] of countByEndpoint(recorded)) {
      add.run(endpointId, startS, ...counts);
    }
  };
}

function countByEndpoint(recorded: readonly Counted[]): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (const { endpointId, attempt } of recorded) {
    if (attempt === null) continue;
    let counts = all.get(endpointId);
    if (counts === undefined) {
      counts = attemptColumns.map(() => 0);
      all.set(endpointId, counts);
    }
    count(counts, attempt);
  }
  return all;
}

function count(counts: number[], { errorClass, durationMs }: AttemptOutcome): void {
  const duration = firstDuration + durationClass(durationMs);
  counts[duration] = (counts[duration] ?? 0) + 1;
  if (errorClass === null) return;
  const failure = failureIndex.get(errorClass);
  if (failure !== undefined) counts[failure] = (counts[failure] ?? 0) + 1;
}
