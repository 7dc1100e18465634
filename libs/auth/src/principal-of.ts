import type { Principal, ServiceScope } from '@webhooks/domain';

import { parsePositiveInteger } from './positive-integer.ts';
import { permissionDenied } from './refusal.ts';
import type { TokenClaims } from './token-claims.ts';

const ACT_AS_USER: ServiceScope = 'resend:act-as-user';

/**
 * The principal behind checked claims. `actingUserId` is the user that a service wants to act for;
 * throws permission_denied unless its token has the scope for it.
 */
export function principalOf(claims: TokenClaims, actingUserId: string | null): Principal {
  if (claims.type === 'access') {
    if (actingUserId !== null) throw permissionDenied('a user acts for itself only');
    return { kind: 'user', userId: claims.userId, tokenId: claims.tokenId };
  }
  const { subject, scopes, tokenId } = claims;
  const service = { kind: 'service', subject, scopes, tokenId } as const;
  if (actingUserId === null) return { ...service, actingUserId: null };
  if (!scopes.has(ACT_AS_USER)) throw permissionDenied(`scope ${ACT_AS_USER} is missing`);
  const userId = parsePositiveInteger(actingUserId);
  if (userId === null) throw permissionDenied('acting-user-id is not a positive integer');
  return { ...service, actingUserId: userId };
}
