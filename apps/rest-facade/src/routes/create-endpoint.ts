import type { RouterMiddleware } from '@koa/router';
import { parseStrictJson, validateNewEndpoint } from '@webhooks/validation';

import type { EndpointClient } from '../service/endpoint-client.ts';
import { idempotencyKeyOf } from '../http/idempotency-key.ts';
import { bodyBytes } from '../http/json-body.ts';
import type { RequestState } from '../http/request-state.ts';
import { toEndpointItem } from '../v3/endpoint-item.ts';
import { callerOf } from './caller.ts';

/** POST /v3/webhooks/endpoints: makes an endpoint of an account. */
export function createEndpoint(
  service: Pick<EndpointClient, 'createEndpoint'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    const asked = validateNewEndpoint(parseStrictJson(bodyBytes(ctx)));
    const made = await service.createEndpoint(asked, idempotencyKeyOf(ctx), callerOf(ctx));
    const { endpoint, signingSecret } = made;
    ctx.body = {
      worked: true,
      detail: `Webhook endpoint created. ID: ${endpoint.id}`,
      endpoint: toEndpointItem(endpoint),
      signing_secret: signingSecret,
    };
  };
}
