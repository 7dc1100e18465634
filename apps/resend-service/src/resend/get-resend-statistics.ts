import { durationFromMs, timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { ResendService } from '@webhooks/contracts';
import { protoDeliveryStates } from '@webhooks/contracts/mapping';
import { resendNotFound, type DeliveryState, type ResendStore } from '@webhooks/domain';

import { RequestReader } from '../mapping/request-reader.ts';

/** Endpoints and event types reported: the answer stays well below the largest message. */
const MAX_RECEIPTS = 1_000;

/** What became of one resend that the caller has access to so far. */
export function getResendStatistics(
  resends: Pick<ResendStore, 'statistics'>,
): MethodImpl<typeof ResendService.method.getResendStatistics> {
  return async (request, context) => {
    const read = new RequestReader();
    const id = read.id('id', request.id);
    read.finish();
    const found = await resends.statistics(id, actingUser(context));
    if (found === null) throw resendNotFound();
    const states = Object.entries(found.byState) as [DeliveryState, number][];
    return {
      byState: states.map(([state, count]) => ({
        state: protoDeliveryStates[state],
        deliveries: BigInt(count),
      })),
      failures: found.failures.map(({ errorClass, httpStatus, attempts }) => ({
        errorClass,
        ...(httpStatus === null ? {} : { httpStatus }),
        attempts: BigInt(attempts),
      })),
      receipts: found.receipts.slice(0, MAX_RECEIPTS).map((own) => ({
        endpointId: own.endpointId,
        eventType: own.eventType,
        deliveredNew: BigInt(own.fresh),
        deliveredKnownBefore: BigInt(own.knownBefore),
        deliveredNotSaid: BigInt(own.notSaid),
      })),
      bucket: durationFromMs(found.bucketMs),
      overTime: found.overTime.map(({ startMs, delivered, failed }) => ({
        start: timestampFromMs(startMs),
        delivered: BigInt(delivered),
        failed: BigInt(failed),
      })),
    };
  };
}
