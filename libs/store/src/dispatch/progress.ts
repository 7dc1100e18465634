import type { DeliveryState } from '@webhooks/domain';

import type { Database } from '../database.ts';

/** What a transaction adds to the counters of one resend. */
export interface Progress {
  delivered: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

/** Adds to the counters of a resend. Runs inside a fenced write transaction. */
export function createProgressWriter({
  connection,
}: Database): (resendId: number, progress: Progress, nowMs: number) => void {
  const add = connection.prepare<[number, number, number, number, number, number]>(
    `UPDATE resends SET delivered = delivered + ?, failed = failed + ?, skipped = skipped + ?,
       cancelled = cancelled + ?, updated_at_ms = ? WHERE id = ?`,
  );
  return (resendId, { delivered, failed, skipped, cancelled }, nowMs) =>
    void add.run(delivered, failed, skipped, cancelled, nowMs, resendId);
}

export function noProgress(): Progress {
  return { delivered: 0, failed: 0, skipped: 0, cancelled: 0 };
}

/** Counts deliveries that came into a state; whatever settles without success has failed. */
export function countState(progress: Progress, state: DeliveryState, deliveries: number): void {
  switch (state) {
    case 'PENDING':
    case 'RETRYING':
      return;
    case 'DELIVERED':
      progress.delivered += deliveries;
      return;
    case 'SKIPPED':
      progress.skipped += deliveries;
      break;
    case 'CANCELLED':
      progress.cancelled += deliveries;
      break;
    case 'FAILED':
      break;
  }
  progress.failed += deliveries;
}
