import { NotSentError } from '@webhooks/delivery';
import type { CurrentEndpoint, DueNotification, NotificationRecord } from '@webhooks/domain';

import { runAttempt, type AttemptSequenceOptions } from '../engine/attempt/attempt-sequence.ts';
import type { RequestSender } from '../engine/attempt/request-sender.ts';
import { notificationBody, notificationId, notificationTimeMs } from './notification-body.ts';

export interface NotificationAttemptOptions extends AttemptSequenceOptions {
  readonly requests: RequestSender;
}

/** Makes one attempt of a notification, to the endpoint as it is now, or settles it without one. */
export async function attemptNotification(
  due: DueNotification,
  endpoint: CurrentEndpoint | null,
  options: NotificationAttemptOptions,
): Promise<NotificationRecord> {
  const { endpointId, createdAtMs, attempts, traceparent } = due;
  const { heldUntilMs: _, ...result } = await runAttempt(
    {
      createdAtMs,
      stepsBefore: attempts,
      readEndpoint: async () => endpoint,
      send: async (current) => {
        const outcome = await options.requests.send({
          endpoint: current,
          eventId: notificationId(due),
          eventOccurredAtUs: notificationTimeMs(due) * 1000,
          payload: notificationBody(due),
          resendId: due.resendId ?? 0,
          isResent: false,
          attemptNumber: attempts + 1,
          traceparent,
          step: 'notice',
          // There are few, and the next attempt is far away: it gets no connection that closes.
          isOnNewConnection: true,
        });
        return outcome instanceof NotSentError
          ? { outcomes: [], notSent: outcome }
          : { outcomes: [outcome], notSent: null };
      },
    },
    options,
  );
  const recorded = { endpointId, attemptsBefore: attempts, ...result };
  return due.healthId === undefined
    ? { ...recorded, resendId: due.resendId }
    : { ...recorded, healthId: due.healthId };
}
