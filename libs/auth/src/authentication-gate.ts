import type { HandlerContext } from '@connectrpc/connect';

import type { Principal } from '@webhooks/domain';

import type { MethodRights, Right } from './method-rights.ts';
import { principalKey } from './principal-key.ts';
import { permissionDenied } from './refusal.ts';
import type { TokenVerifier } from './token-verifier.ts';
import { userBehind } from './user-behind.ts';

/** A part of Connect's request gate: it runs before anything of the body is read. */
export type AuthenticationGate = (
  context: Pick<HandlerContext, 'method' | 'requestHeader' | 'values'>,
) => Promise<void>;

/**
 * Lets a call through when its token carries the right of its method, and leaves the principal
 * under principalKey. Throws the verifier's errors, and permission_denied for a lacking right.
 */
export function authenticationGate(
  verifier: TokenVerifier,
  rights: MethodRights,
): AuthenticationGate {
  return async ({ method, requestHeader, values }) => {
    const right = rights.get(method);
    if (right === undefined) throw permissionDenied('the method has no right');
    if (right === 'public') return;
    const principal = await verifier.verify(
      requestHeader.get('authorization'),
      requestHeader.get('acting-user-id'),
    );
    if (!holds(principal, right)) throw permissionDenied(`right ${right} is missing`);
    values.set(principalKey, principal);
  };
}

function holds(principal: Principal, right: Exclude<Right, 'public'>): boolean {
  if (right === 'user') return userBehind(principal) !== null;
  return principal.kind === 'service' && principal.scopes.has(right);
}
