import type { HandlerContext } from '@connectrpc/connect';

import { principalKey } from '@webhooks/auth';
import type { Origin, Principal } from '@webhooks/domain';

import { callKey } from './call.ts';

/** Who makes a call and from where, for the audit record. */
export function originOf({ values }: Pick<HandlerContext, 'values'>): Origin {
  const { requestId, peerAddress, toldAddress } = values.get(callKey);
  return { ...callerOf(values.get(principalKey)), peerAddress, toldAddress, requestId };
}

function callerOf(principal: Principal | null): Pick<Origin, 'userId' | 'service' | 'tokenId'> {
  if (principal === null) throw new Error('A call without a principal has no origin');
  const { tokenId } = principal;
  if (principal.kind === 'user') return { userId: principal.userId, service: null, tokenId };
  return { userId: principal.actingUserId, service: principal.subject, tokenId };
}
