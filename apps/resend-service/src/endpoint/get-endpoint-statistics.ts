import { durationFromMs, timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EndpointService } from '@webhooks/contracts';
import { endpointNotFound, type Clock, type EndpointStore } from '@webhooks/domain';
import { DEFAULT_HOURS, MAX_HOURS } from '@webhooks/validation';

import { attemptStatisticsToProto } from '../mapping/own-endpoint.ts';
import { RequestReader } from '../mapping/request-reader.ts';

/** Outcomes of the attempts to an endpoint of the caller over time. */
export function getEndpointStatistics(
  endpoints: Pick<EndpointStore, 'statistics'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof EndpointService.method.getEndpointStatistics> {
  return async ({ id, hours: asked }, context) => {
    const hours = hoursOf(asked);
    const found = await endpoints.statistics(id, actingUser(context), hours, clock.now());
    if (found === null) throw endpointNotFound();
    return {
      bucket: durationFromMs(found.bucketMs),
      buckets: found.buckets.map((bucket) => ({
        start: timestampFromMs(bucket.startMs),
        statistics: attemptStatisticsToProto(bucket),
      })),
    };
  };
}

/** 0 means the default. */
function hoursOf(hours: number): number {
  const read = new RequestReader();
  if (hours < 0 || hours > MAX_HOURS) {
    read.violation('hours', `must be an integer from 1 to ${MAX_HOURS}`);
  }
  read.finish();
  return hours === 0 ? DEFAULT_HOURS : hours;
}
