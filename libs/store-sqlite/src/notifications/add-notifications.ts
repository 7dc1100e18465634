import { NOTIFICATION_TYPE } from '@webhooks/domain';

import { isThere } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';

/**
 * Adds the notifications of a resend, one for each endpoint of its account that wants them. Runs inside the
 * transaction that settles the resend.
 */
export function createNotificationAdder({
  connection,
}: Database): (resendId: number, nowMs: number) => void {
  // The type stands in the text, or the partial index would not be used.
  const add = connection.prepare<[number, number, number]>(
    `INSERT INTO notices (resend_id, endpoint_id, created_at_ms, next_attempt_at_ms)
     SELECT r.id, e.id, ?, ? FROM resends AS r
     CROSS JOIN endpoints AS e INDEXED BY endpoints_for_notices ON e.account_id = r.account_id
     WHERE r.id = ? AND e.type_webhook = '${NOTIFICATION_TYPE}' AND ${isThere('e')}`,
  );
  return (resendId, nowMs) => void add.run(nowMs, nowMs, resendId);
}
