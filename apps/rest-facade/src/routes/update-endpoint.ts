import type { RouterMiddleware } from '@koa/router';
import { formatMillis, parseStrictJson, validateEndpointChange } from '@webhooks/validation';

import type { EndpointClient } from '../service/endpoint-client.ts';
import { bodyBytes } from '../http/json-body.ts';
import type { RequestState } from '../http/request-state.ts';
import { toEndpointItem } from '../v3/endpoint-item.ts';
import { callerOf } from './caller.ts';
import { endpointIdOf } from './endpoint-id.ts';

/** PATCH /v3/webhooks/endpoints/{id}: enables, disables or moves an endpoint. */
export function updateEndpoint(
  service: Pick<EndpointClient, 'updateEndpoint'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const change = validateEndpointChange(parseStrictJson(bodyBytes(ctx)));
    const id = endpointIdOf(ctx.params);
    const update = await service.updateEndpoint(id, change, callerOf(ctx));
    const { endpoint, credentialsDropped, signingSecret, wasDisabledSinceMs } = update;
    ctx.body = {
      worked: true,
      detail: `Webhook endpoint changed. ID: ${endpoint.id}`,
      endpoint: toEndpointItem(endpoint),
      credentials_dropped: credentialsDropped,
      signing_secret: signingSecret,
      was_disabled_since: wasDisabledSinceMs === null ? null : formatMillis(wasDisabledSinceMs),
    };
  };
}
