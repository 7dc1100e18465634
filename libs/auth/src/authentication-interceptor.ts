import type { Interceptor } from '@connectrpc/connect';

import type { Principal } from '@webhooks/domain';

import type { MethodRights, Right } from './method-rights.ts';
import { principalKey } from './principal-key.ts';
import { permissionDenied } from './refusal.ts';
import type { TokenVerifier } from './token-verifier.ts';
import { userBehind } from './user-behind.ts';

/**
 * Lets a call through when its token carries the right of its method, and leaves the principal
 * under principalKey. Throws the verifier's errors, and permission_denied for a lacking right.
 */
export function authenticationInterceptor(
  verifier: TokenVerifier,
  rights: MethodRights,
): Interceptor {
  return (next) => async (request) => {
    const right = rights.get(request.method);
    if (right === undefined) throw permissionDenied('the method has no right');
    if (right !== 'public') {
      const principal = await verifier.verify(
        request.header.get('authorization'),
        request.header.get('acting-user-id'),
      );
      if (!holds(principal, right)) throw permissionDenied(`right ${right} is missing`);
      request.contextValues.set(principalKey, principal);
    }
    return next(request);
  };
}

function holds(principal: Principal, right: Exclude<Right, 'public'>): boolean {
  if (right === 'user') return userBehind(principal) !== null;
  return principal.kind === 'service' && principal.scopes.has(right);
}
