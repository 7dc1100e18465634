import { bucketMsFor } from '@webhooks/domain';
import type {
  ErrorClass,
  FailureCount,
  OutcomeBucket,
  ReceiptGroup,
  ResendStatistics,
} from '@webhooks/domain';
import { bucketStartS, outcomeBucketS } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

interface FailureRow {
  readonly error_class: ErrorClass;
  readonly http_status: number;
  readonly attempts: number;
}

interface OutcomeRow {
  readonly start_s: number;
  readonly delivered: number;
  readonly failed: number;
}

/** What is answered is cut into pieces of the first of these lengths that makes few enough of them. */
const bucketsMs = [outcomeBucketS * 1000, 60_000, 300_000, 900_000, 3_600_000] as const;
const maxBuckets = 200;

/** Reads what became of a resend from what was counted while it was recorded. */
export function createResendStatistics({
  connection,
}: Database): (row: ResendRow) => ResendStatistics {
  const failures = connection.prepare<[number], FailureRow>(
    `SELECT error_class, http_status, attempts FROM resend_failures WHERE resend_id = ?`,
  );
  const outcomes = connection.prepare<[number], OutcomeRow>(
    `SELECT start_s, delivered, failed FROM resend_outcomes WHERE resend_id = ? ORDER BY start_s`,
  );

  const receipts = connection.prepare<[number], ReceiptGroup>(
    `SELECT endpoint_id AS endpointId, event_type AS eventType, new AS fresh,
       known_before AS knownBefore, not_said AS notSaid
     FROM resend_receipts WHERE resend_id = ? ORDER BY endpoint_id, event_type`,
  );

  return (row) => {
    const counted = outcomes.all(row.id);
    const spanS = (counted.at(-1)?.start_s ?? 0) - (counted.at(0)?.start_s ?? 0);
    const bucketMs = bucketMsFor((spanS + outcomeBucketS) * 1000, bucketsMs, maxBuckets);
    return {
      byState: byState(row),
      failures: failures
        .all(row.id)
        .map(toFailure)
        .sort((one, other) => other.attempts - one.attempts),
      receipts: receipts.all(row.id),
      bucketMs,
      overTime: merged(counted, bucketMs),
    };
  };
}

function byState(row: ResendRow): ResendStatistics['byState'] {
  const { delivered, failed, skipped, cancelled, retrying } = row;
  return {
    PENDING: (row.total ?? row.planned) - delivered - failed - retrying,
    RETRYING: retrying,
    DELIVERED: delivered,
    FAILED: failed - skipped - cancelled,
    SKIPPED: skipped,
    CANCELLED: cancelled,
  };
}

function toFailure(row: FailureRow): FailureCount {
  const { error_class: errorClass, http_status: status, attempts } = row;
  return { errorClass, httpStatus: status === 0 ? null : status, attempts };
}

function merged(rows: readonly OutcomeRow[], bucketMs: number): OutcomeBucket[] {
  const buckets = new Map<number, OutcomeBucket>();
  for (const { start_s, delivered, failed } of rows) {
    const startMs = bucketStartS(start_s * 1000, bucketMs / 1000) * 1000;
    const before = buckets.get(startMs);
    buckets.set(startMs, {
      startMs,
      delivered: delivered + (before?.delivered ?? 0),
      failed: failed + (before?.failed ?? 0),
    });
  }
  return [...buckets.values()];
}
