import { create } from '@bufbuild/protobuf';

import { DeliverySchema, type Delivery as ProtoDelivery } from '@webhooks/contracts';
import {
  protoDeliveryStates,
  timestampFromMicros,
  timestampFromMillis,
} from '@webhooks/contracts/mapping';
import type { Delivery } from '@webhooks/domain';

/** A delivery as callers see it. */
export function deliveryToProto(delivery: Delivery): ProtoDelivery {
  const { objectReferenceId, lastHttpStatus, isDuplicate } = delivery;
  return create(DeliverySchema, {
    id: BigInt(delivery.position),
    resendId: BigInt(delivery.resendId),
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    eventOccurredAt: timestampFromMicros(delivery.eventOccurredAtUs),
    ...(objectReferenceId === null ? {} : { objectReferenceId: BigInt(objectReferenceId) }),
    endpointId: delivery.endpointId,
    state: protoDeliveryStates[delivery.state],
    reason: delivery.reason ?? '',
    attempts: delivery.attempts,
    ...(lastHttpStatus === null ? {} : { lastHttpStatus }),
    lastErrorClass: delivery.lastErrorClass ?? '',
    ...(isDuplicate === null ? {} : { duplicate: isDuplicate }),
    nextAttemptAt: timestampFromMillis(delivery.nextAttemptAtMs),
    settledAt: timestampFromMillis(delivery.settledAtMs),
  });
}
