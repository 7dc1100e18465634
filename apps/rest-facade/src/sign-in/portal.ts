import type { Clock } from '@webhooks/domain';

import { badRequest } from '../http/http-problem.ts';
import type { RestContext } from '../http/request-state.ts';
import type { PortalClient } from '../service/grpc-portal-client.ts';
import type { SessionStore } from './session-store.ts';
import { bodyOf } from './stay.ts';

/** A header, so that no page of another site can send it, and no address or log has it. */
const TOKEN_HEADER = 'portal-token';

/** Begins the session of a portal link, in place of any other. */
export function openPortal(parts: {
  readonly sessions: SessionStore;
  readonly portal: PortalClient;
  readonly clock: Pick<Clock, 'now'>;
}): (ctx: RestContext) => Promise<void> {
  const { sessions, portal, clock } = parts;
  return async (ctx) => {
    const link = ctx.get(TOKEN_HEADER);
    if (link === '') throw badRequest();
    const { requestId, traceparent, callerAddress: address } = ctx.state;
    const token = await portal.openPortalLink(link, { requestId, traceparent, address });
    const session = await sessions.keep(ctx, { token, refreshToken: null }, null);
    ctx.body = { session: bodyOf(session, clock.now()) };
  };
}
