import { randomBytes } from 'node:crypto';

import { tooManyEndpoints } from '@webhooks/domain';
import type { DomainError, NewOwnEndpoint, StoredEndpoint } from '@webhooks/domain';

/** Endpoints of an account beside which its users make no more. */
export const maxOwnEndpoints = 50;

/** Removed endpoints of an account, which stay for what names them, beside which its users make no more. */
export const maxRemovedEndpoints = 1_000;

const secretBytes = 32;
const idBytes = 12;

/** A signing secret of ours, as Standard Webhooks has it. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString('base64')}`;
}

/** An id that no other endpoint has. */
export function newEndpointId(): string {
  return `ep_${randomBytes(idBytes).toString('hex')}`;
}

/** The endpoint that a user asks for. */
export function newOwnEndpoint(
  { url, typeWebhook, authorizationToken, xFunctionsKey }: NewOwnEndpoint,
  { id, accountId, signingSecret }: { id: string; accountId: number; signingSecret: string },
): StoredEndpoint {
  return {
    ...{ id, accountId, url, typeWebhook, authorizationToken, xFunctionsKey },
    signingSecrets: [{ secret: signingSecret, expiresAtMs: null }],
    disabledReason: null,
    disabledAtMs: null,
    maxInFlight: null,
    maxRatePerSecond: null,
    clientIdentity: null,
    trustAnchors: null,
    egressProxy: null,
    recoversAutomatically: false,
    isTest: false,
  };
}

/** Why an account takes no further endpoint of a user; null when it does. */
export function endpointLimitRefusal(counts: {
  readonly present: number;
  readonly removed: number;
}): DomainError | null {
  if (counts.present >= maxOwnEndpoints) {
    return tooManyEndpoints(
      `The account has ${maxOwnEndpoints} endpoints, which is the limit: remove one first`,
      { name: 'endpoints_of_account', value: maxOwnEndpoints },
    );
  }
  if (counts.removed >= maxRemovedEndpoints) {
    return tooManyEndpoints(
      `${maxRemovedEndpoints} endpoints of the account were removed, which is the limit`,
      { name: 'removed_endpoints_of_account', value: maxRemovedEndpoints },
    );
  }
  return null;
}
