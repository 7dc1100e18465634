import type { RouterContext } from '@koa/router';
import type { Metrics } from '@webhooks/telemetry';

import type { RestMiddleware } from '../http/request-state.ts';

/** What no route answers. */
const NO_ROUTE = 'none';

/**
 * Counts requests by their route and status, and takes the time until their answer is ready; of a
 * stream of events that is the time to its first state.
 */
export function measureRequests(metrics: Metrics): RestMiddleware {
  const requests = metrics.counter('rest_requests_total', 'REST requests', [
    'method',
    'route',
    'status',
  ]);
  const seconds = metrics.histograms(
    'rest_seconds',
    'Time until the answer to a REST request is ready',
    'route',
  );
  const durations = metrics.histograms(
    'http_server_request_duration_seconds',
    'Time until the answer to a request is ready, by the semantic conventions of OpenTelemetry',
    ['http_request_method', 'http_route', 'http_response_status_code'],
  );
  return async (ctx, next) => {
    const startedMs = performance.now();
    await next();
    const { _matchedRoute } = ctx as Pick<RouterContext, '_matchedRoute'>;
    const route = typeof _matchedRoute === 'string' ? _matchedRoute : NO_ROUTE;
    const status = String(ctx.status);
    const tookS = (performance.now() - startedMs) / 1000;
    requests.of(ctx.method, route, status).add();
    seconds.of(route).observe(tookS);
    durations.of(ctx.method, route, status).observe(tookS);
  };
}
