import type { DeliveryReason, ErrorClass, Notification, NotificationState } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** A notification as it lies in the database, in the table notices. */
interface NotificationRow {
  readonly resend_id: number;
  readonly endpoint_id: string;
  readonly state: NotificationState;
  readonly reason: DeliveryReason | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: ErrorClass | null;
  readonly created_at_ms: number;
  readonly next_attempt_at_ms: number | null;
  readonly settled_at_ms: number | null;
}

/** Notifications that are shown; nobody has that many endpoints for them. */
const maxShown = 100;

/** Reads the notifications of a resend by endpoint. */
export function createNotificationList({
  connection,
}: Database): (resendId: number) => Notification[] {
  const select = connection.prepare<[number, number], NotificationRow>(
    `SELECT * FROM notices WHERE resend_id = ? ORDER BY endpoint_id LIMIT ?`,
  );
  return (resendId) => select.all(resendId, maxShown).map(toNotification);
}

function toNotification(row: NotificationRow): Notification {
  return {
    resendId: row.resend_id,
    endpointId: row.endpoint_id,
    state: row.state,
    reason: row.reason,
    attempts: row.attempts,
    lastHttpStatus: row.last_http_status,
    lastErrorClass: row.last_error_class,
    createdAtMs: row.created_at_ms,
    nextAttemptAtMs: row.next_attempt_at_ms,
    settledAtMs: row.settled_at_ms,
  };
}
