import { create } from '@bufbuild/protobuf';

import {
  AttemptStatisticsSchema,
  OwnEndpointSchema,
  type AttemptStatistics as ProtoAttemptStatistics,
  type OwnEndpoint as ProtoOwnEndpoint,
} from '@webhooks/contracts';
import { protoBreakerStates, timestampFromMillis } from '@webhooks/contracts/mapping';
import type { AttemptStatistics, OwnEndpoint } from '@webhooks/domain';

/** An endpoint as the users of its account see it. */
export function ownEndpointToProto(endpoint: OwnEndpoint): ProtoOwnEndpoint {
  const { breaker, mtls } = endpoint;
  return create(OwnEndpointSchema, {
    id: endpoint.id,
    accountId: BigInt(endpoint.accountId),
    branchIdentifier: endpoint.account.branchIdentifier,
    accountNumber: endpoint.account.number,
    accountName: endpoint.accountName ?? '',
    url: endpoint.url,
    typeWebhook: endpoint.typeWebhook,
    disabledReason: endpoint.disabledReason ?? '',
    disabledSince: timestampFromMillis(endpoint.disabledSinceMs),
    maxInFlight: endpoint.maxInFlight ?? 0,
    maxRatePerSecond: endpoint.maxRatePerSecond ?? 0,
    recoverAutomatically: endpoint.recoversAutomatically,
    breaker: {
      state: protoBreakerStates[breaker.state],
      retryAt: timestampFromMillis(breaker.retryAtMs),
    },
    lastDay: attemptStatisticsToProto(endpoint.lastDay),
    test: endpoint.isTest,
    verification: endpoint.verification,
    ...(mtls === null
      ? {}
      : {
          mtls: {
            identity: mtls.identity,
            certificateFingerprint: mtls.fingerprint ?? '',
            certificateNotAfter: timestampFromMillis(mtls.notAfterMs),
            verifiedAt: timestampFromMillis(mtls.verifiedAtMs),
          },
        }),
  });
}

/** Outcomes of attempts, as callers see them. */
export function attemptStatisticsToProto(statistics: AttemptStatistics): ProtoAttemptStatistics {
  const { attempts, succeeded, failuresByClass, p50Ms, p95Ms } = statistics;
  return create(AttemptStatisticsSchema, {
    attempts: BigInt(attempts),
    succeeded: BigInt(succeeded),
    failures: Object.entries(failuresByClass).map(([errorClass, count]) => ({
      errorClass,
      attempts: BigInt(count),
    })),
    ...(p50Ms === null ? {} : { p50Ms }),
    ...(p95Ms === null ? {} : { p95Ms }),
  });
}
