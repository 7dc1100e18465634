import { isSameUrl, shownUrl } from '@webhooks/domain';
import type { EndpointChange, StoredEndpoint } from '@webhooks/domain';

/** The endpoint after its owner changed what is present in the change. */
export function changedEndpoint(
  endpoint: StoredEndpoint,
  change: EndpointChange,
  nowMs: number,
): StoredEndpoint {
  const changed = {
    ...endpoint,
    url: changedUrl(endpoint.url, change.url),
    typeWebhook: change.typeWebhook ?? endpoint.typeWebhook,
    authorizationToken: given(change.authorizationToken, endpoint.authorizationToken),
    xFunctionsKey: given(change.xFunctionsKey, endpoint.xFunctionsKey),
    maxInFlight: given(change.maxInFlight, endpoint.maxInFlight),
    maxRatePerSecond: given(change.maxRatePerSecond, endpoint.maxRatePerSecond),
    clientIdentity: given(change.clientIdentity, endpoint.clientIdentity),
    trustAnchors: given(change.trustAnchors, endpoint.trustAnchors),
    egressProxy: given(change.egressProxy, endpoint.egressProxy),
    recoversAutomatically: change.recoversAutomatically ?? endpoint.recoversAutomatically,
    isTest: change.isTest ?? endpoint.isTest,
  };
  if (change.disabled === true && endpoint.disabledReason !== 'by_owner') {
    return { ...changed, disabledReason: 'by_owner', disabledAtMs: nowMs };
  }
  if (change.disabled === false) return { ...changed, disabledReason: null, disabledAtMs: null };
  return changed;
}

/** A URL that comes back as it was shown is meant to stay. */
function changedUrl(url: string, requested: string | undefined): string {
  const isShown = requested !== undefined && isSameUrl(shownUrl(url), requested);
  return requested === undefined || isShown ? url : requested;
}

function given<T>(value: T | undefined, otherwise: T): T {
  return value === undefined ? otherwise : value;
}
