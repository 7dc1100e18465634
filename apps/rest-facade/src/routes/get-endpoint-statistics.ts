import type { RouterMiddleware } from '@koa/router';
import { validateStatisticsQuery } from '@webhooks/validation';

import type { EndpointClient } from '../service/endpoint-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toEndpointStatisticsBody } from '../v3/endpoint-statistics-body.ts';
import { callerOf } from './caller.ts';
import { endpointIdOf } from './endpoint-id.ts';

/** GET /v3/webhooks/endpoints/{id}/statistics: outcomes of attempts over the last hours. */
export function getEndpointStatistics(
  service: Pick<EndpointClient, 'endpointStatistics'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const hours = validateStatisticsQuery(new URLSearchParams(ctx.querystring));
    const id = endpointIdOf(ctx.params);
    const statistics = await service.endpointStatistics(id, hours, callerOf(ctx));
    ctx.body = toEndpointStatisticsBody(statistics);
  };
}
