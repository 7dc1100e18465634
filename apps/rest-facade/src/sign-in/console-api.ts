import type { IncomingMessage } from 'node:http';

import type { RestContext, RestMiddleware } from '../http/request-state.ts';
import { requireOwnOrigin } from './own-origin.ts';
import type { SessionStore } from './session-store.ts';

const PATH = '/console/v3/';

/**
 * The API for the console: /console/v3/… is /v3/… with the token of the session, and nothing else
 * takes it. A token that is sent does not count here, as the cookie does not there.
 */
export function consoleApi(sessions: SessionStore, origin: string): RestMiddleware {
  return async (ctx, next) => {
    if (ctx.path.startsWith(PATH)) {
      requireOwnOrigin(ctx, origin);
      const session = await sessions.read(ctx);
      authorize(ctx.req, session?.token ?? null);
      ctx.url = apiUrlOf(ctx);
    }
    await next();
  };
}

function authorize(request: IncomingMessage, token: string | null): void {
  const { headers, headersDistinct } = request;
  delete headers.authorization;
  delete headersDistinct['authorization'];
  if (token === null) return;
  headers.authorization = `Bearer ${token}`;
  headersDistinct['authorization'] = [headers.authorization];
}

function apiUrlOf({ path, querystring }: RestContext): string {
  const own = path.slice('/console'.length);
  return querystring === '' ? own : `${own}?${querystring}`;
}
