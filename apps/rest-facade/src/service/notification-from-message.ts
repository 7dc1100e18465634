import { NoticeState } from '@webhooks/contracts';
import type * as message from '@webhooks/contracts';
import type * as domain from '@webhooks/domain';

import { toWord } from './delivery-from-message.ts';
import { nameOf } from './enum-names.ts';
import { orNull, toMs } from './from-message.ts';

const NOTIFICATION_STATE_TO_MESSAGE = {
  PENDING: NoticeState.PENDING,
  RETRYING: NoticeState.RETRYING,
  DELIVERED: NoticeState.DELIVERED,
  FAILED: NoticeState.FAILED,
  SKIPPED: NoticeState.SKIPPED,
} as const satisfies Record<domain.NotificationState, NoticeState>;

/** A notification of a resend as the service sent it. */
export function toNotification(
  resendId: number,
  notification: message.Notice,
): domain.Notification {
  return {
    resendId,
    endpointId: notification.endpointId,
    state: nameOf(NOTIFICATION_STATE_TO_MESSAGE, notification.state),
    reason: toWord<domain.DeliveryReason>(notification.reason),
    attempts: notification.attempts,
    lastHttpStatus: notification.lastHttpStatus ?? null,
    lastErrorClass: toWord<domain.ErrorClass>(notification.lastErrorClass),
    createdAtMs: toMs(notification.createdAt),
    nextAttemptAtMs: orNull(notification.nextAttemptAt, toMs),
    settledAtMs: orNull(notification.settledAt, toMs),
  };
}
