import type { HandlerContext } from '@connectrpc/connect';

import { principalKey } from '@webhooks/auth';
import type { Actor, Principal } from '@webhooks/domain';

import { callKey } from './call.ts';

/** Who makes a call and from where, for the audit record. */
export function actorOf({ values }: Pick<HandlerContext, 'values'>): Actor {
  const { requestId, peerAddress, forwardedFor } = values.get(callKey);
  return { ...callerOf(values.get(principalKey)), peerAddress, forwardedFor, requestId };
}

function callerOf(principal: Principal | null): Pick<Actor, 'userId' | 'service' | 'tokenId'> {
  if (principal === null) throw new Error('A call without a principal has no actor');
  const { tokenId } = principal;
  if (principal.kind === 'user') return { userId: principal.userId, service: null, tokenId };
  return { userId: principal.actingUserId, service: principal.subject, tokenId };
}
