import { create } from '@bufbuild/protobuf';

import {
  DeliveryOutcome,
  EventDeliverySchema,
  ListedEventSchema,
  type EventDelivery as ProtoEventDelivery,
  type ListedEvent as ProtoListedEvent,
} from '@webhooks/contracts';
import {
  keysToProto,
  protoOutcomes,
  protoResendTypes,
  timestampFromMicros,
} from '@webhooks/contracts/mapping';
import type { EventDelivery, ListedEvent } from '@webhooks/domain';

import { attemptToProto } from './attempt.ts';
import { deliveryToProto } from './delivery.ts';

/** An event of a list as callers see it. */
export function listedEventToProto(event: ListedEvent): ProtoListedEvent {
  const { objectReferenceId, outcome } = event;
  return create(ListedEventSchema, {
    id: event.id,
    sequence: BigInt(event.sequence),
    accountId: BigInt(event.accountId),
    branchIdentifier: event.account.branchIdentifier,
    accountNumber: event.account.number,
    resendType: protoResendTypes[event.resendType],
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    type: event.type,
    occurredAt: timestampFromMicros(event.occurredAtUs),
    outcome: outcome === null ? DeliveryOutcome.UNSPECIFIED : protoOutcomes[outcome],
    payloadBytes: event.payloadBytes,
    accountName: event.accountName ?? '',
    ...(Object.keys(event.keys).length === 0 ? {} : { keys: keysToProto(event.keys) }),
  });
}

/** A delivery of an event, with its attempts, as callers see it. */
export function eventDeliveryToProto({ delivery, attempts }: EventDelivery): ProtoEventDelivery {
  return create(EventDeliverySchema, {
    delivery: deliveryToProto(delivery),
    attempts: attempts.map(attemptToProto),
  });
}
