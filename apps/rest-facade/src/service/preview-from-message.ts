import { durationMs } from '@bufbuild/protobuf/wkt';
import type * as message from '@webhooks/contracts';
import { protoWaitReasons } from '@webhooks/contracts/mapping';
import type {
  DeliveryCount,
  KeyedCount,
  LastOutcome,
  ResendPreview,
  UndeliveredCounts,
  WaitingDeliveries,
} from '@webhooks/domain';

import type { CountedPreview } from './service-client.ts';
import { orNull, toMicros, toMs, toNumber } from './from-message.ts';
import { nameOf } from './name-of.ts';

const OUTCOME_KEYS = {
  DELIVERED: 'delivered',
  FAILED: 'failed',
  RETRYING: 'retrying',
  NEVER_ATTEMPTED: 'never_attempted',
  UNKNOWN: 'unknown',
} as const satisfies Record<LastOutcome, string>;

/** A preview as the service sent it; a service that does not say so has counted to the end. */
export function toCountedPreview(answer: message.PreviewResendResponse): CountedPreview {
  return answer.exact === false
    ? { kind: 'counting', countedSoFar: toNumber(answer.countedSoFar) }
    : {
        kind: 'previewed',
        preview: toPreview(answer),
        durationS: orNull(answer.duration, (duration) => Math.ceil(durationMs(duration) / 1000)),
      };
}

function toPreview(preview: message.PreviewResendResponse): ResendPreview {
  const outcomes = preview.byLastOutcome.map(toKeyedCount);
  const withOutcome = (outcome: LastOutcome): DeliveryCount => {
    const { deliveries, skipped } = outcomes.find(({ key }) => key === OUTCOME_KEYS[outcome]) ?? {
      deliveries: 0,
      skipped: 0,
    };
    return { deliveries, skipped };
  };
  return {
    events: toNumber(preview.events),
    deliveries: toNumber(preview.deliveries),
    skipped: toNumber(preview.skipped),
    byEventType: preview.byEventType.map(toKeyedCount),
    byEndpoint: preview.byEndpoint.map(toKeyedCount),
    byLastOutcome: {
      DELIVERED: withOutcome('DELIVERED'),
      FAILED: withOutcome('FAILED'),
      RETRYING: withOutcome('RETRYING'),
      NEVER_ATTEMPTED: withOutcome('NEVER_ATTEMPTED'),
      UNKNOWN: withOutcome('UNKNOWN'),
    },
    oldestEventAtUs: orNull(preview.oldestEventAt, toMicros),
    newestEventAtUs: orNull(preview.newestEventAt, toMicros),
    unmatchedEvents: toNumber(preview.unwantedEvents),
    undelivered: orNull(preview.undelivered, toUndelivered),
    newerOutside: orNull(preview.newerOutside, toNumber),
    waiting: toNumber(preview.waiting),
    waitingAt: preview.waitingEndpoints.map(toWaiting),
  };
}

function toUndelivered(counts: message.PreviewResendResponse_Undelivered): UndeliveredCounts {
  return {
    alreadyDelivered: toNumber(counts.alreadyDelivered),
    heldByResend: toNumber(counts.heldByResend),
    retriedBySender: toNumber(counts.retriedBySender),
  };
}

function toWaiting(waiting: message.PreviewResendResponse_Waiting): WaitingDeliveries {
  return {
    endpointId: waiting.endpointId,
    deliveries: toNumber(waiting.deliveries),
    waitingFor: nameOf(protoWaitReasons, waiting.waitingFor),
    nextTestAtMs: orNull(waiting.nextTestAt, toMs),
  };
}

function toKeyedCount(count: message.PreviewResendResponse_Count): KeyedCount {
  const { key, deliveries, skipped } = count;
  return { key, deliveries: toNumber(deliveries), skipped: toNumber(skipped) };
}
