import { DeliveryOutcome } from '@webhooks/contracts';
import type * as message from '@webhooks/contracts';
import { keysFromProto, protoOutcomes, protoResendTypes } from '@webhooks/contracts/mapping';
import type { EventDelivery, ListedEvent } from '@webhooks/domain';

import { toAttempt, toDelivery } from './delivery-from-message.ts';
import type { ShownEvent } from './event-client.ts';
import { orNull, toMicros, toNumber } from './from-message.ts';
import { nameOf } from './name-of.ts';

/** An event as the service sent it. */
export function toListedEvent(event: message.ListedEvent): ListedEvent {
  const { outcome } = event;
  const isUnknown = outcome === DeliveryOutcome.UNSPECIFIED;
  return {
    id: event.id,
    sequence: toNumber(event.sequence),
    accountId: toNumber(event.accountId),
    account: { branchIdentifier: event.branchIdentifier, number: event.accountNumber },
    resendType: nameOf(protoResendTypes, event.resendType),
    objectReferenceId: orNull(event.objectReferenceId, toNumber),
    type: event.type,
    occurredAtUs: toMicros(event.occurredAt),
    outcome: isUnknown ? null : nameOf(protoOutcomes, outcome),
    payloadBytes: event.payloadBytes,
    accountName: event.accountName === '' ? null : event.accountName,
    keys: keysFromProto(event.keys),
  };
}

/** An event with everything around it. Throws when it lacks what every event has. */
export function toShownEvent(answer: message.GetEventResponse): ShownEvent {
  const { event, payload, requests, history, olderThanResendId } = answer;
  if (event === undefined) throw new Error('The service sent no event');
  return {
    event: toListedEvent(event),
    payload,
    requests,
    history: history.map(toEventDelivery),
    olderThanResendId: orNull(olderThanResendId, toNumber),
  };
}

function toEventDelivery({ delivery, attempts }: message.EventDelivery): EventDelivery {
  if (delivery === undefined) throw new Error('The service sent attempts of no delivery');
  return { delivery: toDelivery(delivery), attempts: attempts.map(toAttempt) };
}
