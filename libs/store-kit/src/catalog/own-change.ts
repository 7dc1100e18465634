import { isSameUrl, shownUrl } from '@webhooks/domain';
import type { OwnEndpointChange, OwnEndpointUpdate, StoredEndpoint } from '@webhooks/domain';

import { changedEndpoint } from './change-endpoint.ts';
import { newSigningSecret } from './new-endpoint.ts';

/**
 * The endpoint after a user changed it. Whoever may move an endpoint may not have what others entered
 * for one URL sent to another: token and key are left behind unless new ones come along, and so is the
 * signing secret unless all that the endpoint had is new.
 */
export function ownChange(
  before: StoredEndpoint,
  change: OwnEndpointChange,
  nowMs: number,
): OwnEndpointUpdate {
  const isEnabled = before.disabledReason !== null && change.disabled === false;
  const wasDisabledSinceMs = isEnabled ? before.disabledAtMs : null;
  if (change.url === undefined || staysAt(before.url, change.url)) {
    const endpoint = changedEndpoint(before, { ...change, url: undefined }, nowMs);
    return { endpoint, wasDisabledSinceMs, credentialsDropped: false, newSigningSecret: null };
  }
  const { authorizationToken = null, xFunctionsKey = null } = change;
  const moved = changedEndpoint(before, { ...change, authorizationToken, xFunctionsKey }, nowMs);
  const had = before.authorizationToken !== null || before.xFunctionsKey !== null;
  const isLost =
    (before.authorizationToken !== null && authorizationToken === null) ||
    (before.xFunctionsKey !== null && xFunctionsKey === null);
  const isSecretKept = before.signingSecrets.length === 0 || (had && !isLost);
  if (isSecretKept) {
    const kept = { credentialsDropped: isLost, newSigningSecret: null };
    return { endpoint: moved, wasDisabledSinceMs, ...kept };
  }
  const secret = newSigningSecret();
  return {
    endpoint: { ...moved, signingSecrets: [{ secret, expiresAtMs: null }] },
    wasDisabledSinceMs,
    credentialsDropped: true,
    newSigningSecret: secret,
  };
}

/** Also when the URL comes back as it was shown. */
function staysAt(url: string, requested: string): boolean {
  return isSameUrl(url, requested) || isSameUrl(shownUrl(url), requested);
}
