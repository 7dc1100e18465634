import { NoticeState } from '@webhooks/contracts';
import type * as message from '@webhooks/contracts';
import type * as domain from '@webhooks/domain';

import { toWord } from './delivery-from-message.ts';
import { nameOf } from './enum-names.ts';
import { orNull, toMs } from './from-message.ts';

const NOTICE_STATE_TO_MESSAGE = {
  PENDING: NoticeState.PENDING,
  RETRYING: NoticeState.RETRYING,
  DELIVERED: NoticeState.DELIVERED,
  FAILED: NoticeState.FAILED,
  SKIPPED: NoticeState.SKIPPED,
} as const satisfies Record<domain.NotificationState, NoticeState>;

/** A notice of a resend as the core sent it. */
export function toNotice(resendId: number, notice: message.Notice): domain.Notification {
  return {
    resendId,
    endpointId: notice.endpointId,
    state: nameOf(NOTICE_STATE_TO_MESSAGE, notice.state),
    reason: toWord<domain.DeliveryReason>(notice.reason),
    attempts: notice.attempts,
    lastHttpStatus: notice.lastHttpStatus ?? null,
    lastErrorClass: toWord<domain.ErrorClass>(notice.lastErrorClass),
    createdAtMs: toMs(notice.createdAt),
    nextAttemptAtMs: orNull(notice.nextAttemptAt, toMs),
    settledAtMs: orNull(notice.settledAt, toMs),
  };
}
