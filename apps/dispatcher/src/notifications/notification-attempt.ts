import {
  deliveryHeaders,
  dispositionAfter,
  isExpired,
  tlsProfileOf,
  type Sender,
} from '@webhooks/delivery';
import {
  reasonToSkip,
  type Clock,
  type AttemptOutcome,
  type CurrentEndpoint,
  type DueNotification,
  type NotificationDisposition,
  type NotificationRecord,
  type Random,
} from '@webhooks/domain';
import type { SpanAttributes, Tracer } from '@webhooks/telemetry';

import type { RetryPolicy } from '../engine/attempt/attempt-runner.ts';
import { notificationBody, notificationId } from './notification-body.ts';

export interface NotificationAttemptOptions {
  readonly sender: Sender;
  readonly tracer: Tracer;
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  /** False once the lease may have run out: nothing is started or written any more. */
  readonly holdsLease: () => boolean;
}

/** Makes one attempt of a notification, to the endpoint as it is now, or settles it without one. */
export async function attemptNotification(
  notification: DueNotification,
  endpoint: CurrentEndpoint | null,
  { sender, tracer, policy, clock, random, holdsLease }: NotificationAttemptOptions,
): Promise<NotificationRecord> {
  const { resendId, endpointId, createdAtMs, attempts: attemptsBefore } = notification;
  const recording = { resendId, endpointId, attemptsBefore };
  const settled = (disposition: NotificationDisposition): NotificationRecord => ({
    ...{ ...recording, attempts: [], disposition },
  });
  const { expiresAfterMs } = policy;
  if (isExpired({ createdAtMs, expiresAfterMs }, clock.now())) {
    return settled({ state: 'FAILED', reason: 'expired' });
  }
  const reason = reasonToSkip(endpoint);
  if (reason !== null || endpoint === null) {
    return settled({ state: 'SKIPPED', reason: reason ?? 'endpoint_deleted' });
  }
  const number = attemptsBefore + 1;
  const body = notificationBody(notification.resend);
  const span = tracer.start('notice', { kind: 'client', parent: notification.traceparent });
  const traced = { ...notification, traceparent: span.traceparent };
  const headers = headersOf(traced, endpoint, body, number, clock.now());
  const attempt = await sender.send({
    url: endpoint.url,
    accountId: endpoint.accountId,
    tls: tlsProfileOf(endpoint, clock.now()),
    headers,
    body,
    mayBeWritten: holdsLease,
    // Notifications are few, and the next attempt of one is far away: it gets no connection that closes.
    isOnNewConnection: true,
  });
  span.end(attributesOf(notification, number, attempt), attempt.errorClass);
  const progress = { ...policy, attempts: number, createdAtMs, nowMs: clock.now(), random };
  return { ...recording, attempts: [attempt], disposition: dispositionAfter(attempt, progress) };
}

/** As of a delivery, but for what says that something is delivered again. */
function headersOf(
  { resend, traceparent }: DueNotification,
  endpoint: CurrentEndpoint,
  payload: Uint8Array,
  attemptNumber: number,
  nowMs: number,
): Record<string, string> {
  const { 'Webhook-Resend-Id': _resent, ...headers } = deliveryHeaders({
    endpoint,
    eventId: notificationId(resend.id),
    eventOccurredAtUs: resend.finishedAtMs * 1000,
    payload,
    resendId: resend.id,
    attemptNumber,
    traceparent,
    nowMs,
  });
  return headers;
}

function attributesOf(
  { resendId, endpointId }: DueNotification,
  number: number,
  { httpStatus }: AttemptOutcome,
): SpanAttributes {
  return {
    'webhooks.resend_id': resendId,
    'webhooks.endpoint_id': endpointId,
    'webhooks.attempt': number,
    ...(httpStatus === null ? {} : { 'http.response.status_code': httpStatus }),
  };
}
