import type { RouterContext } from '@koa/router';
import { readTraceparent, type Tracer } from '@webhooks/telemetry';

import type { RestMiddleware } from './request-state.ts';

/** Takes over the caller's trace, if it has one, and notes the request as a step of it. */
export function traceContext(tracer: Tracer): RestMiddleware {
  return async (ctx, next) => {
    const span = tracer.start(ctx.method, {
      kind: 'server',
      parent: readTraceparent(ctx.get('traceparent')),
    });
    ctx.state.traceparent = span.traceparent;
    try {
      await next();
    } finally {
      const { _matchedRoute } = ctx as Pick<RouterContext, '_matchedRoute'>;
      span.end(
        {
          'http.request.method': ctx.method,
          'http.route': typeof _matchedRoute === 'string' ? _matchedRoute : '',
          'http.response.status_code': ctx.status,
          'webhooks.request_id': ctx.state.requestId,
        },
        ctx.status >= 500 ? String(ctx.status) : null,
      );
    }
  };
}
