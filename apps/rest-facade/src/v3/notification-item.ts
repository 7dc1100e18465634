import type { Notification } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

/** A notice of a settled resend as v3 callers see it. */
export interface NoticeItem {
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

/** Writes a notice. */
export function toNoticeItem(notice: Notification): NoticeItem {
  const { nextAttemptAtMs, settledAtMs } = notice;
  return {
    endpoint_id: notice.endpointId,
    state: notice.state,
    reason: notice.reason,
    attempts: notice.attempts,
    last_http_status: notice.lastHttpStatus,
    last_error_class: notice.lastErrorClass,
    created_at: formatMillis(notice.createdAtMs),
    next_attempt_at: nextAttemptAtMs === null ? null : formatMillis(nextAttemptAtMs),
    settled_at: settledAtMs === null ? null : formatMillis(settledAtMs),
  };
}
