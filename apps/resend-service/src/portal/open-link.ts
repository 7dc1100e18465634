import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { MethodImpl } from '@connectrpc/connect';

import type { SignPortalToken } from '@webhooks/auth';
import type { PortalService } from '@webhooks/contracts';
import { DomainError, type Clock, type PortalStore } from '@webhooks/domain';

import { callKey } from '../rpc/call.ts';
import { hashOf } from './token-hash.ts';

/** Begins the session of a link, once. */
export function openLink({
  portal,
  signPortalToken,
  clock,
}: {
  readonly portal: Pick<PortalStore, 'openLink'>;
  readonly signPortalToken: SignPortalToken | null;
  readonly clock: Pick<Clock, 'now'>;
}): MethodImpl<typeof PortalService.method.openLink> {
  return async ({ token }, { values }) => {
    const nowMs = clock.now();
    const { requestId, peerAddress, forwardedFor } = values.get(callKey);
    const caller = { requestId, peerAddress, forwardedFor };
    const isForm = /^[\w-]{43}$/.test(token);
    if (signPortalToken === null || !isForm) throw notOpen();
    const session = await portal.openLink(hashOf(token), nowMs, caller);
    if (session === null) throw notOpen();
    return {
      accessToken: await signPortalToken(session, nowMs),
      expiresAt: timestampFromMs(session.endsAtMs),
    };
  };
}

/** Used, ended, and unknown alike. */
function notOpen(): DomainError {
  return new DomainError('token_not_valid', 'The link has ended or was opened before');
}
