import { durationMs } from '@bufbuild/protobuf/wkt';
import type { GetResendStatisticsResponse } from '@webhooks/contracts';
import { protoDeliveryStates } from '@webhooks/contracts/mapping';
import type { DeliveryState, ErrorClass, ResendStatistics } from '@webhooks/domain';

import { nameOf } from './name-of.ts';
import { orNull, toMs, toNumber } from './from-message.ts';

/** What became of a resend as the service sent it. */
export function toResendStatistics(answer: GetResendStatisticsResponse): ResendStatistics {
  const counts = answer.byState.map(
    ({ state, deliveries }) => [nameOf(protoDeliveryStates, state), toNumber(deliveries)] as const,
  );
  return {
    byState: { ...NO_DELIVERIES, ...Object.fromEntries(counts) },
    failures: answer.failures.map(({ errorClass, httpStatus, attempts }) => ({
      errorClass: errorClass as ErrorClass,
      httpStatus: httpStatus ?? null,
      attempts: toNumber(attempts),
    })),
    receipts: answer.receipts.map((own) => ({
      endpointId: own.endpointId,
      eventType: own.eventType,
      fresh: toNumber(own.deliveredNew),
      knownBefore: toNumber(own.deliveredKnownBefore),
      notSaid: toNumber(own.deliveredNotSaid),
    })),
    bucketMs: orNull(answer.bucket, durationMs) ?? 0,
    overTime: answer.overTime.map(({ start, delivered, failed }) => ({
      startMs: toMs(start),
      delivered: toNumber(delivered),
      failed: toNumber(failed),
    })),
  };
}

const NO_DELIVERIES: Readonly<Record<DeliveryState, number>> = {
  PENDING: 0,
  RETRYING: 0,
  DELIVERED: 0,
  FAILED: 0,
  SKIPPED: 0,
  CANCELLED: 0,
};
