import { create } from '@bufbuild/protobuf';
import { durationFromMs } from '@bufbuild/protobuf/wkt';

import {
  PreviewResendResponseSchema,
  type PreviewResendResponse as ProtoPreview,
} from '@webhooks/contracts';
import {
  protoWaitReasons,
  timestampFromMicros,
  timestampFromMillis,
} from '@webhooks/contracts/mapping';
import type {
  KeyedCount,
  LastOutcome,
  ResendOptions,
  ResendPreview,
  UndeliveredCounts,
  WaitingDeliveries,
} from '@webhooks/domain';

/** Keys shown of one breakdown: the answer stays well below the largest message. */
const MAX_KEYS = 1_000;

const outcomeKeys = {
  DELIVERED: 'delivered',
  FAILED: 'failed',
  RETRYING: 'retrying',
  NEVER_ATTEMPTED: 'never_attempted',
  UNKNOWN: 'unknown',
} as const satisfies Record<LastOutcome, string>;

/** A preview as callers see it. */
export function previewToProto(
  preview: ResendPreview,
  { maxRatePerSecond }: Pick<ResendOptions, 'maxRatePerSecond'>,
): ProtoPreview {
  const { oldestEventAtUs: oldest, newestEventAtUs: newest } = preview;
  return create(PreviewResendResponseSchema, {
    events: BigInt(preview.events),
    deliveries: BigInt(preview.deliveries),
    skipped: BigInt(preview.skipped),
    byEventType: preview.byEventType.slice(0, MAX_KEYS).map(countToProto),
    byEndpoint: preview.byEndpoint.slice(0, MAX_KEYS).map(countToProto),
    byLastOutcome: (Object.keys(outcomeKeys) as LastOutcome[]).map((outcome) =>
      countToProto({ key: outcomeKeys[outcome], ...preview.byLastOutcome[outcome] }),
    ),
    ...(oldest === null ? {} : { oldestEventAt: timestampFromMicros(oldest) }),
    ...(newest === null ? {} : { newestEventAt: timestampFromMicros(newest) }),
    unwantedEvents: BigInt(preview.unmatchedEvents),
    ...(preview.undelivered === null
      ? {}
      : { undelivered: undeliveredToProto(preview.undelivered) }),
    ...(preview.newerOutside === null ? {} : { newerOutside: BigInt(preview.newerOutside) }),
    ...(maxRatePerSecond === null
      ? {}
      : { duration: durationFromMs(Math.ceil((preview.deliveries * 1000) / maxRatePerSecond)) }),
    waiting: BigInt(preview.waiting),
    waitingEndpoints: preview.waitingAt.slice(0, MAX_KEYS).map(waitingToProto),
    exact: true,
    countedSoFar: BigInt(preview.deliveries),
  });
}

/** A preview that is still counted. */
export function unfinishedToProto(countedSoFar: number): ProtoPreview {
  return create(PreviewResendResponseSchema, {
    exact: false,
    countedSoFar: BigInt(countedSoFar),
  });
}

function undeliveredToProto({
  alreadyDelivered,
  heldByResend,
  retriedBySender,
}: UndeliveredCounts) {
  return {
    alreadyDelivered: BigInt(alreadyDelivered),
    heldByResend: BigInt(heldByResend),
    retriedBySender: BigInt(retriedBySender),
  };
}

function waitingToProto({ endpointId, deliveries, waitingFor, nextTestAtMs }: WaitingDeliveries) {
  return {
    endpointId,
    deliveries: BigInt(deliveries),
    waitingFor: protoWaitReasons[waitingFor],
    nextTestAt: timestampFromMillis(nextTestAtMs),
  };
}

function countToProto({ key, deliveries, skipped }: KeyedCount) {
  return { key, deliveries: BigInt(deliveries), skipped: BigInt(skipped) };
}
