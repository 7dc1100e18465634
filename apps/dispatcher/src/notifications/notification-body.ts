import {
  NOTIFICATION_TYPE,
  type DueNotification,
  type FinishedResend,
  type HealthNotification,
} from '@webhooks/domain';

/** The same for every attempt of every notification of a resend, so that a receiver can deduplicate. */
export function notificationId({ healthId, resendId }: DueNotification): string {
  return healthId === undefined
    ? `resend_finished_${String(resendId)}`
    : `endpoint_health_${String(healthId)}`;
}

/** When what it tells of happened. */
export function notificationTimeMs({ resend, createdAtMs }: DueNotification): number {
  return resend === undefined ? createdAtMs : resend.finishedAtMs;
}

/** The exact body of a notification: the words of the v3 API, in the form of Standard Webhooks. */
export function notificationBody(due: DueNotification): Uint8Array {
  const body =
    due.healthId === undefined ? finishedBody(due.resend) : healthBody(due.health, due.createdAtMs);
  return Buffer.from(JSON.stringify(body));
}

function healthBody({ type, accountId, data }: HealthNotification, createdAtMs: number): object {
  const timestamp = new Date(createdAtMs).toISOString();
  return { type, timestamp, data: { account_mirror_id: accountId, ...data } };
}

function finishedBody(resend: FinishedResend): object {
  const finishedAt = new Date(resend.finishedAtMs).toISOString();
  return {
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
}
