import type { Middleware } from 'koa';

import type { UserPrincipal } from '@webhooks/domain';

import { unauthorized } from './refusal.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** What koaAuthentication leaves in `ctx.state`. */
export interface AuthenticatedState {
  principal: UserPrincipal;
}

/** Lets through the bearers of a user's access token; throws the verifier's errors for others. */
export function koaAuthentication(verifier: TokenVerifier): Middleware<AuthenticatedState> {
  return async (ctx, next) => {
    // Node keeps only the first of several; the one behind it must not go unnoticed.
    const headers = ctx.req.headersDistinct['authorization'] ?? [];
    if (headers.length > 1) throw unauthorized('more than one authorization header');
    const principal = await verifier.verify(headers[0] ?? null, null);
    if (principal.kind !== 'user') throw unauthorized('not the token of a user');
    ctx.state.principal = principal;
    await next();
  };
}
