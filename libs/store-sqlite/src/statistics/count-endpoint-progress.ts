import { paceWindowAt } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/** What is added to the counters of one endpoint. */
interface EndpointCounts {
  readonly delivered: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly retrying: number;
}

/**
 * Adds to the progress of a resend at one endpoint, and to its pace. Runs inside a fenced write
 * transaction.
 */
export function createEndpointProgressCounter({
  connection,
}: Database): (
  resendId: number,
  endpointId: string,
  counts: EndpointCounts,
  nowMs: number,
) => void {
  const counters = `delivered = delivered + ?, failed = failed + ?, skipped = skipped + ?,
    cancelled = cancelled + ?, retrying = retrying + ?`;
  const add = connection.prepare<unknown[]>(
    `UPDATE resend_endpoints SET ${counters} WHERE resend_id = ? AND endpoint_id = ?`,
  );
  // All that is compared is what stands before.
  const addWithPace = connection.prepare<unknown[]>(
    `UPDATE resend_endpoints SET ${counters},
       pace_settled = ? + iif(pace_window = ?, pace_settled, 0),
       pace_settled_before = CASE pace_window WHEN ? THEN pace_settled_before
         WHEN ? THEN pace_settled ELSE 0 END,
       pace_since_ms = iif(pace_window = ? OR pace_window = ?, pace_since_ms, ?),
       pace_window = ?
     WHERE resend_id = ? AND endpoint_id = ?`,
  );

  return (resendId, endpointId, { delivered, failed, skipped, cancelled, retrying }, nowMs) => {
    const counts = [delivered, failed, skipped, cancelled, retrying];
    // What was skipped or cancelled took no time of the endpoint.
    const settled = delivered + failed - skipped - cancelled;
    if (settled === 0) {
      add.run(...counts, resendId, endpointId);
      return;
    }
    const window = paceWindowAt(nowMs);
    const pace = [settled, window, window, window - 1, window, window - 1, nowMs, window];
    addWithPace.run(...counts, ...pace, resendId, endpointId);
  };
}
