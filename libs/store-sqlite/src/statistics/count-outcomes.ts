import { bucketStartS, outcomeBucketS } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/**
 * Adds settled deliveries of a resend to its outcomes over time. Runs inside a fenced write
 * transaction.
 */
export function createOutcomeCounter({
  connection,
}: Database): (resendId: number, delivered: number, failed: number, nowMs: number) => void {
  const add = connection.prepare<[number, number, number, number]>(
    `INSERT INTO resend_outcomes (resend_id, start_s, delivered, failed) VALUES (?, ?, ?, ?)
     ON CONFLICT (resend_id, start_s) DO UPDATE
     SET delivered = delivered + excluded.delivered, failed = failed + excluded.failed`,
  );

  return (resendId, delivered, failed, nowMs) => {
    if (delivered + failed === 0) return;
    add.run(resendId, bucketStartS(nowMs, outcomeBucketS), delivered, failed);
  };
}
