import type { HandlerContext } from '@connectrpc/connect';

import type { DomainError, Principal } from '@webhooks/domain';

import type { MethodRights, Right } from './method-rights.ts';
import { principalKey } from './principal-key.ts';
import { ACT_AS_USER } from './principal-of.ts';
import { permissionDenied, wrongActingUser } from './refusal.ts';
import type { TokenVerifier } from './token-verifier.ts';
import { userBehind } from './user-behind.ts';

/** A part of Connect's request gate: it runs before anything of the body is read. */
export type AuthenticationGate = (
  context: Pick<HandlerContext, 'method' | 'requestHeader' | 'values'>,
) => Promise<void>;

/**
 * Lets a call through when its token carries the right of its method, and leaves the principal
 * under principalKey. Throws the verifier's errors, permission_denied for a lacking right, and
 * validation_error for a service that could act for a user and names none.
 */
export function authenticationGate(
  verifier: TokenVerifier,
  rights: MethodRights,
): AuthenticationGate {
  return async ({ method, requestHeader, values }) => {
    const right = rights.get(method);
    if (right === undefined) throw permissionDenied('nobody may call this method');
    if (right === 'public') return;
    const principal = await verifier.verify(
      requestHeader.get('authorization'),
      requestHeader.get('acting-user-id'),
    );
    if (!holds(principal, right)) throw lacking(principal, right);
    values.set(principalKey, principal);
  };
}

function holds(principal: Principal, right: Exclude<Right, 'public'>): boolean {
  if (right === 'user') return userBehind(principal) !== null;
  return principal.kind === 'service' && principal.scopes.has(right);
}

/** Says what the caller needs. */
function lacking(principal: Principal, right: Right): DomainError {
  if (right !== 'user') return permissionDenied(`it takes a service token with the scope ${right}`);
  const mayAct = principal.kind === 'service' && principal.scopes.has(ACT_AS_USER);
  if (mayAct) return wrongActingUser('is missing: send the id of the user that the call is for');
  return permissionDenied(
    `it takes the token of a user, or a service token with the scope ${ACT_AS_USER} and acting-user-id`,
  );
}
