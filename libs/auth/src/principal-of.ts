import type { Principal, ServiceScope } from '@webhooks/domain';

import { parsePositiveInteger } from './positive-integer.ts';
import { permissionDenied, wrongActingUser } from './refusal.ts';
import type { TokenClaims } from './token-claims.ts';

/** What a service token needs to act for users. */
export const ACT_AS_USER: ServiceScope = 'resend:act-as-user';

/**
 * The principal behind checked claims. `actingUserId` is the user that a service wants to act for;
 * throws permission_denied unless its token has the scope for it, and validation_error when it is no
 * user's id.
 */
export function principalOf(claims: TokenClaims, actingUserId: string | null): Principal {
  if (claims.type === 'access') {
    if (actingUserId !== null)
      throw permissionDenied(
        'the token of a user is for that user alone; leave out acting-user-id',
      );
    return { kind: 'user', userId: claims.userId, tokenId: claims.tokenId };
  }
  const { subject, scopes, tokenId } = claims;
  const service = { kind: 'service', subject, scopes, tokenId } as const;
  if (actingUserId === null) return { ...service, actingUserId: null };
  if (!scopes.has(ACT_AS_USER)) throw permissionDenied(`the token needs the scope ${ACT_AS_USER}`);
  const userId = parsePositiveInteger(actingUserId);
  if (userId === null) throw wrongActingUser('must be a positive integer');
  return { ...service, actingUserId: userId };
}
