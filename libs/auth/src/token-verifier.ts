import { hash } from 'node:crypto';

import type { Clock, Principal } from '@webhooks/domain';

import { readBearerToken } from './bearer-token.ts';
import type { TokenKeySettings } from './key-settings.ts';
import { PORTAL_TOKEN_TYPE } from './portal-token.ts';
import { principalOf } from './principal-of.ts';
import { unauthorized } from './refusal.ts';
import { createSignatureVerifier } from './signature-verifier.ts';
import {
  readPortalClaims,
  readProviderClaims,
  readServiceClaims,
  readUserClaims,
  type TokenClaims,
} from './token-claims.ts';
import { checkTokenTimes } from './token-times.ts';
import { readUnverifiedToken } from './unverified-token.ts';
import { createVerifiedTokenCache } from './verified-token-cache.ts';

/** Says who is behind a call. */
export interface TokenVerifier {
  /**
   * Throws token_not_valid (always the same message; the reason is the cause), permission_denied
   * when the token may not act for a user, validation_error when actingUserId is no user's id,
   * service_unavailable while the keys are out of reach.
   */
  verify(authorizationHeader: string | null, actingUserId: string | null): Promise<Principal>;
}

/**
 * Accepts the tokens of the two configured issuers, one for users, one for internal services, and what
 * the service itself makes for portal links with the key of the latter.
 */
export function createTokenVerifier(
  keys: TokenKeySettings,
  clock: Pick<Clock, 'now'>,
): TokenVerifier {
  const verifyUserSignature = createSignatureVerifier(keys.user, clock);
  const verifyServiceSignature =
    keys.service === null ? null : createSignatureVerifier(keys.service, clock);
  const verified = createVerifiedTokenCache();

  /** The claims, and until when they may be relied on. */
  async function readClaims(token: string): Promise<readonly [TokenClaims, number]> {
    const { claims } = readUnverifiedToken(token);
    if (claims['token_type'] === 'service') {
      if (verifyServiceSignature === null) throw unauthorized('service tokens are not accepted');
      const untilMs = await verifyServiceSignature(token);
      return [readServiceClaims(claims), untilMs];
    }
    if (claims['token_type'] === PORTAL_TOKEN_TYPE) {
      if (verifyServiceSignature === null) throw unauthorized('portal tokens are not accepted');
      const untilMs = await verifyServiceSignature(token);
      return [readPortalClaims(claims), untilMs];
    }
    const untilMs = await verifyUserSignature(token);
    const { userClaim } = keys.user;
    const read =
      userClaim === undefined
        ? readUserClaims(claims)
        : readProviderClaims(claims, userClaim, () => digestOf(token));
    return [read, untilMs];
  }

  return {
    async verify(authorizationHeader, actingUserId) {
      const token = readBearerToken(authorizationHeader);
      let claims = verified.get(token, clock.now());
      if (claims === undefined) {
        const [read, untilMs] = await readClaims(token);
        verified.set(token, read, untilMs);
        claims = read;
      }
      checkTokenTimes(claims, clock.now());
      return principalOf(claims, actingUserId);
    },
  };
}

/** Tells tokens apart in audit records, and gives nothing of them away. */
function digestOf(token: string): string {
  return `sha256:${hash('sha256', token, 'base64url')}`;
}
