import type { Notification } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

/** A notification of a settled resend as v3 callers see it. */
export interface NotificationItem {
  readonly endpoint_id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly last_http_status: number | null;
  readonly last_error_class: string | null;
  readonly created_at: string;
  readonly next_attempt_at: string | null;
  readonly settled_at: string | null;
}

/** Writes a notification. */
export function toNotificationItem(notification: Notification): NotificationItem {
  const { nextAttemptAtMs, settledAtMs } = notification;
  return {
    endpoint_id: notification.endpointId,
    state: notification.state,
    reason: notification.reason,
    attempts: notification.attempts,
    last_http_status: notification.lastHttpStatus,
    last_error_class: notification.lastErrorClass,
    created_at: formatMillis(notification.createdAtMs),
    next_attempt_at: nextAttemptAtMs === null ? null : formatMillis(nextAttemptAtMs),
    settled_at: settledAtMs === null ? null : formatMillis(settledAtMs),
  };
}
