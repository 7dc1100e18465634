import type * as message from '@webhooks/contracts';
import { protoDeliveryStates } from '@webhooks/contracts/mapping';
import type { Attempt, Delivery, DeliveryReason, ErrorClass } from '@webhooks/domain';

import { nameOf } from './name-of.ts';
import { orNull, toMicros, toMs, toNumber } from './from-message.ts';

/** A delivery as the service sent it. */
export function toDelivery(delivery: message.Delivery): Delivery {
  return {
    resendId: toNumber(delivery.resendId),
    position: toNumber(delivery.id),
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    eventOccurredAtUs: toMicros(delivery.eventOccurredAt),
    objectReferenceId: orNull(delivery.objectReferenceId, toNumber),
    endpointId: delivery.endpointId,
    state: nameOf(protoDeliveryStates, delivery.state),
    reason: toWord<DeliveryReason>(delivery.reason),
    attempts: delivery.attempts,
    lastHttpStatus: delivery.lastHttpStatus ?? null,
    lastErrorClass: toWord<ErrorClass>(delivery.lastErrorClass),
    isDuplicate: delivery.duplicate ?? null,
    nextAttemptAtMs: orNull(delivery.nextAttemptAt, toMs),
    settledAtMs: orNull(delivery.settledAt, toMs),
  };
}

/** An attempt as the service sent it. */
export function toAttempt(attempt: message.Attempt): Attempt {
  return { number: attempt.number, ...toUnnumberedAttempt(attempt) };
}

/** The same for one that is the only one of its kind. */
export function toUnnumberedAttempt(
  attempt: Omit<message.Attempt, 'number' | '$typeName'>,
): Omit<Attempt, 'number'> {
  const { errorMessage, responseSnippet } = attempt;
  return {
    startedAtMs: toMs(attempt.startedAt),
    durationMs: attempt.durationMs,
    httpStatus: attempt.httpStatus ?? null,
    errorClass: toWord<ErrorClass>(attempt.errorClass),
    errorMessage: errorMessage === '' ? null : errorMessage,
    responseSnippet: responseSnippet.length === 0 ? null : responseSnippet,
  };
}

/** A word of the service's, passed on as it is; null when it is empty. */
export function toWord<Word extends string>(text: string): Word | null {
  return text === '' ? null : (text as Word);
}
