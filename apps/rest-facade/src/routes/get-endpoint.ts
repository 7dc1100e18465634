import type { RouterMiddleware } from '@koa/router';

import type { EndpointClient } from '../service/endpoint-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { toEndpointItem } from '../v3/endpoint-item.ts';
import { callerOf } from './caller.ts';
import { endpointIdOf } from './endpoint-id.ts';

/** GET /v3/webhooks/endpoints/{id}: one endpoint of the caller's accounts. */
export function getEndpoint(
  service: Pick<EndpointClient, 'getEndpoint'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = endpointIdOf(ctx.params);
    ctx.body = toEndpointItem(await service.getEndpoint(id, callerOf(ctx)));
  };
}
