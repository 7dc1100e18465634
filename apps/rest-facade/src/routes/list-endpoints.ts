import { validateEndpointListQuery } from '@webhooks/validation';

import type { EndpointClient } from '../service/endpoint-client.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { toEndpointItem } from '../v3/endpoint-item.ts';
import { endpointPageLink } from '../v3/endpoint-page-link.ts';
import { callerOf } from './caller.ts';

/**
 * GET /v3/webhooks/endpoints: the endpoints of the caller's accounts, by account and id. listUrl: as
 * callers reach it.
 */
export function listEndpoints(
  service: Pick<EndpointClient, 'listEndpoints'>,
  listUrl: string,
): RestMiddleware {
  return async (ctx) => {
    const filters = validateEndpointListQuery(new URLSearchParams(ctx.querystring));
    const { endpoints, next, previous } = await service.listEndpoints(filters, callerOf(ctx));
    ctx.body = {
      next: next && endpointPageLink(listUrl, filters, next, 'NEXT'),
      previous: previous && endpointPageLink(listUrl, filters, previous, 'PREVIOUS'),
      results: endpoints.map(toEndpointItem),
    };
  };
}
