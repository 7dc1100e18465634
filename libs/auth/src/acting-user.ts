import type { HandlerContext } from '@connectrpc/connect';

import { principalKey } from './principal-key.ts';
import { permissionDenied } from './refusal.ts';
import { userBehind } from './user-behind.ts';

/** The id of the user that a call is made by or for. Throws permission_denied when there is none. */
export function actingUser(context: Pick<HandlerContext, 'values'>): number {
  const principal = context.values.get(principalKey);
  const userId = principal === null ? null : userBehind(principal);
  if (userId === null) throw permissionDenied('the call is not made for a user');
  return userId;
}
