import { deliveryHeaders, dispositionAfter, isExpired, type Sender } from '@webhooks/delivery';
import {
  reasonToSkip,
  type Clock,
  type CurrentEndpoint,
  type DueNotice,
  type NoticeDisposition,
  type NoticeRecording,
  type Random,
} from '@webhooks/domain';

import type { RetryPolicy } from '../engine/attempt-runner.ts';
import { noticeBody, noticeId } from './notice-body.ts';

export interface NoticeAttemptOptions {
  readonly sender: Sender;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
}

/** Makes one attempt of a notice, to the endpoint as it is now, or settles it without one. */
export async function attemptNotice(
  notice: DueNotice,
  endpoint: CurrentEndpoint | null,
  { sender, policy, clock, random }: NoticeAttemptOptions,
): Promise<NoticeRecording> {
  const { resendId, endpointId, createdAtMs } = notice;
  const settled = (disposition: NoticeDisposition): NoticeRecording => ({
    ...{ resendId, endpointId, attempt: null, disposition },
  });
  const { expiresAfterMs } = policy;
  if (isExpired({ createdAtMs, expiresAfterMs }, clock.now())) {
    return settled({ state: 'FAILED', reason: 'expired' });
  }
  const reason = reasonToSkip(endpoint);
  if (reason !== null || endpoint === null) {
    return settled({ state: 'SKIPPED', reason: reason ?? 'endpoint_deleted' });
  }
  const number = notice.attempts + 1;
  const body = noticeBody(notice.resend);
  const headers = headersOf(notice, endpoint, body, number, clock.now());
  const attempt = await sender.send({ url: endpoint.url, headers, body });
  const progress = { ...policy, attempts: number, createdAtMs, nowMs: clock.now(), random };
  return { resendId, endpointId, attempt, disposition: dispositionAfter(attempt, progress) };
}

/** As of a delivery, but for what says that something is delivered again. */
function headersOf(
  { resend }: DueNotice,
  endpoint: CurrentEndpoint,
  payload: Uint8Array,
  attemptNumber: number,
  nowMs: number,
): Record<string, string> {
  const { 'webhook-resend-id': _resent, ...headers } = deliveryHeaders({
    endpoint,
    eventId: noticeId(resend.id),
    eventOccurredAtUs: resend.finishedAtMs * 1000,
    payload,
    resendId: resend.id,
    attemptNumber,
    traceparent: '',
    nowMs,
  });
  return headers;
}
