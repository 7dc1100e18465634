import type * as message from '@webhooks/contracts';
import { protoNoticeStates } from '@webhooks/contracts/mapping';
import type * as domain from '@webhooks/domain';

import { toWord } from './delivery-from-message.ts';
import { nameOf } from './name-of.ts';
import { orNull, toMs } from './from-message.ts';

/** A notification of a resend as the service sent it. */
export function toNotification(
  resendId: number,
  notification: message.Notice,
): domain.Notification {
  return {
    resendId,
    endpointId: notification.endpointId,
    state: nameOf(protoNoticeStates, notification.state),
    reason: toWord<domain.DeliveryReason>(notification.reason),
    attempts: notification.attempts,
    lastHttpStatus: notification.lastHttpStatus ?? null,
    lastErrorClass: toWord<domain.ErrorClass>(notification.lastErrorClass),
    createdAtMs: toMs(notification.createdAt),
    nextAttemptAtMs: orNull(notification.nextAttemptAt, toMs),
    settledAtMs: orNull(notification.settledAt, toMs),
  };
}
