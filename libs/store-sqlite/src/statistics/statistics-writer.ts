import type { AttemptRecord } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createAttemptCounter } from './count-attempts.ts';
import { createFailureCounter } from './count-failures.ts';
import { createReceiptCounter } from './count-receipts.ts';

/**
 * Adds what was recorded in one group to the statistics of its endpoints and resends: sums are made
 * here, so that a group costs few statements. Runs inside the transaction that records the group.
 */
export function createStatisticsWriter(
  database: Database,
): (recorded: readonly AttemptRecord[], nowMs: number) => void {
  const countAttempts = createAttemptCounter(database);
  const countFailures = createFailureCounter(database);
  const countReceipts = createReceiptCounter(database);

  return (recorded, nowMs) => {
    countAttempts(recorded, nowMs);
    countFailures(recorded);
    countReceipts(recorded);
  };
}
