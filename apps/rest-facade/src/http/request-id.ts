import { randomUUID } from 'node:crypto';

import type { RestMiddleware } from './request-state.ts';

/** What is safe to repeat in headers and logs. */
const SAFE_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Names the request: by the caller's X-Request-Id when it is one safe token, else by a new one. */
export function requestId(): RestMiddleware {
  return (ctx, next) => {
    const given = ctx.get('x-request-id');
    ctx.state.requestId = SAFE_ID.test(given) ? given : randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    return next();
  };
}
