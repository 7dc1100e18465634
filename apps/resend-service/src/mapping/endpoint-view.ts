import { create } from '@bufbuild/protobuf';

import { EndpointViewSchema, type EndpointView } from '@webhooks/contracts';
import { timestampFromMillis } from '@webhooks/contracts/mapping';
import { shownUrl, type StoredEndpoint } from '@webhooks/domain';

/** An endpoint as it may be shown: of what is secret only the presence is shown. */
export function endpointToView(endpoint: StoredEndpoint, nowMs: number): EndpointView {
  const inUse = endpoint.signingSecrets.filter(
    ({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs,
  );
  return create(EndpointViewSchema, {
    endpoint: {
      id: endpoint.id,
      accountId: BigInt(endpoint.accountId),
      url: shownUrl(endpoint.url),
      typeWebhook: endpoint.typeWebhook,
      disabled: endpoint.disabledReason !== null,
      maxInFlight: endpoint.maxInFlight ?? 0,
      maxRatePerSecond: endpoint.maxRatePerSecond ?? 0,
      clientIdentity: endpoint.clientIdentity ?? '',
      trustAnchors: endpoint.trustAnchors ?? '',
      egressProxy: endpoint.egressProxy ?? '',
      recoverAutomatically: endpoint.recoversAutomatically,
      test: endpoint.isTest,
    },
    hasAuthorizationToken: endpoint.authorizationToken !== null,
    hasXFunctionsKey: endpoint.xFunctionsKey !== null,
    signingSecretCount: inUse.length,
    disabledReason: endpoint.disabledReason ?? '',
    disabledAt: timestampFromMillis(endpoint.disabledAtMs),
  });
}
