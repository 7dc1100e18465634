import { durationMs } from '@bufbuild/protobuf/wkt';
import type { AttemptStatistics, EndpointCursor } from '@webhooks/contracts';
import type * as message from '@webhooks/contracts';
import { protoBreakerStates } from '@webhooks/contracts/mapping';
import type * as domain from '@webhooks/domain';

import { nameOf } from './name-of.ts';
import { orNull, toMs, toNumber } from './from-message.ts';

/** An endpoint as the service sent it. Throws when it lacks what every endpoint has. */
export function toOwnEndpoint(endpoint: message.OwnEndpoint | undefined): domain.OwnEndpoint {
  if (endpoint?.breaker === undefined || endpoint.lastDay === undefined) {
    throw new Error('The service sent an endpoint without what every endpoint has');
  }
  const { breaker, disabledReason, maxInFlight, maxRatePerSecond } = endpoint;
  return {
    id: endpoint.id,
    accountId: toNumber(endpoint.accountId),
    account: { branchIdentifier: endpoint.branchIdentifier, number: endpoint.accountNumber },
    accountName: endpoint.accountName === '' ? null : endpoint.accountName,
    url: endpoint.url,
    typeWebhook: endpoint.typeWebhook,
    disabledReason:
      disabledReason === '' ? null : (disabledReason as domain.EndpointDisabledReason),
    disabledSinceMs: orNull(endpoint.disabledSince, toMs),
    maxInFlight: maxInFlight === 0 ? null : maxInFlight,
    maxRatePerSecond: maxRatePerSecond === 0 ? null : maxRatePerSecond,
    recoversAutomatically: endpoint.recoverAutomatically,
    breaker: {
      state: nameOf(protoBreakerStates, breaker.state),
      retryAtMs: orNull(breaker.retryAt, toMs),
    },
    lastDay: toAttemptStatistics(endpoint.lastDay),
    mtls: orNull(endpoint.mtls, toMtls),
    isTest: endpoint.test,
    verification: endpoint.verification === 'pending' ? 'pending' : 'proven',
  };
}

function toMtls(mtls: message.Mtls): domain.EndpointMtls {
  return {
    identity: mtls.identity,
    fingerprint: mtls.certificateFingerprint || null,
    notAfterMs: orNull(mtls.certificateNotAfter, toMs),
    verifiedAtMs: orNull(mtls.verifiedAt, toMs),
  };
}

/** Null when there is none. */
export function toEndpointCursor(cursor: EndpointCursor | undefined): domain.EndpointCursor | null {
  return cursor === undefined ? null : { accountId: toNumber(cursor.accountId), id: cursor.id };
}

/** Attempts over time as the service sent them. */
export function toEndpointStatistics({
  bucket,
  buckets,
}: message.GetEndpointStatisticsResponse): domain.EndpointStatistics {
  return {
    bucketMs: orNull(bucket, durationMs) ?? 0,
    buckets: buckets.map(({ start, statistics }) => {
      if (statistics === undefined) throw new Error('The service sent a bucket without statistics');
      return { startMs: toMs(start), ...toAttemptStatistics(statistics) };
    }),
  };
}

function toAttemptStatistics(statistics: AttemptStatistics): domain.AttemptStatistics {
  const failures = statistics.failures.map(
    ({ errorClass, attempts }) => [errorClass, toNumber(attempts)] as const,
  );
  return {
    attempts: toNumber(statistics.attempts),
    succeeded: toNumber(statistics.succeeded),
    failuresByClass: Object.fromEntries(failures),
    p50Ms: statistics.p50Ms ?? null,
    p95Ms: statistics.p95Ms ?? null,
  };
}
