import type { RouterMiddleware } from '@koa/router';

import type { EndpointClient } from '../service/endpoint-client.ts';
import type { RequestState } from '../http/request-state.ts';
import { callerOf } from './caller.ts';
import { endpointIdOf } from './endpoint-id.ts';

/** DELETE /v3/webhooks/endpoints/{id}: removes an endpoint for good. */
export function removeEndpoint(
  service: Pick<EndpointClient, 'removeEndpoint'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const id = endpointIdOf(ctx.params);
    await service.removeEndpoint(id, callerOf(ctx));
    ctx.body = { worked: true, detail: `Webhook endpoint removed. ID: ${id}` };
  };
}
