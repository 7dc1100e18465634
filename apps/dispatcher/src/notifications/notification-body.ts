import { NOTIFICATION_TYPE, type FinishedResend } from '@webhooks/domain';

/** The same for every attempt of every notification of a resend, so that a receiver can deduplicate. */
export function notificationId(resendId: number): string {
  return `resend_finished_${String(resendId)}`;
}

/** The exact body of a notification: the words of the v3 API, in the form of Standard Webhooks. */
export function notificationBody(resend: FinishedResend): Uint8Array {
  const finishedAt = new Date(resend.finishedAtMs).toISOString();
  const body = {
    type: NOTIFICATION_TYPE,
    timestamp: finishedAt,
    data: {
      id: resend.id,
      status: resend.status,
      detail: resend.detail,
      resend_type: resend.resendType,
      object_reference_id: resend.objectReferenceId,
      account_mirror_id: resend.accountId,
      retry_of: resend.retryOfId,
      created_at: new Date(resend.createdAtMs).toISOString(),
      finished_at: finishedAt,
      total: resend.total,
      delivered: resend.delivered,
      delivered_new: resend.receipts.fresh,
      delivered_known_before: resend.receipts.knownBefore,
      delivered_not_said: resend.receipts.notSaid,
      failed: resend.failed,
      skipped: resend.skipped,
      cancelled: resend.cancelled,
    },
  };
  return Buffer.from(JSON.stringify(body));
}
