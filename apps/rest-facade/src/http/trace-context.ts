import type { RouterContext } from '@koa/router';
import { readTraceContext } from '@webhooks/domain';
import type { Tracer } from '@webhooks/telemetry';

import type { RestMiddleware } from './request-state.ts';

/** Characters of a path that a span keeps. */
const MAX_PATH = 1_024;

/** Takes over the caller's trace, if it has one, and notes the request as a step of it. */
export function traceContext(tracer: Tracer): RestMiddleware {
  return async (ctx, next) => {
    const span = tracer.start(ctx.method, {
      kind: 'server',
      parent: readTraceContext(ctx.get('traceparent'), ctx.get('tracestate')),
    });
    ctx.state.traceparent = span.traceparent;
    try {
      await next();
    } finally {
      const { _matchedRoute } = ctx as Pick<RouterContext, '_matchedRoute'>;
      const failure = ctx.status >= 500 ? String(ctx.status) : null;
      if (typeof _matchedRoute === 'string') span.rename(`${ctx.method} ${_matchedRoute}`);
      span.end(
        {
          'http.request.method': ctx.method,
          'url.scheme': ctx.protocol,
          // As it came: one that is no URL has to be answered, too.
          'url.path': (ctx.url.split('?', 1)[0] ?? '').slice(0, MAX_PATH),
          ...(typeof _matchedRoute === 'string' ? { 'http.route': _matchedRoute } : {}),
          'http.response.status_code': ctx.status,
          'webhooks.request_id': ctx.state.requestId,
        },
        failure,
      );
    }
  };
}
