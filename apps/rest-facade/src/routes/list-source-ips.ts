import type { RouterMiddleware } from '@koa/router';

import type { EndpointClient } from '../service/endpoint-client.ts';
import type { RequestState } from '../http/request-state.ts';
import type { SourceIpsBody } from '../v3/source-ips-body.ts';
import { callerOf } from './caller.ts';

/** GET /v3/webhooks/source_ips: where deliveries come from. */
export function listSourceIps(
  service: Pick<EndpointClient, 'sourceIps'>,
): RouterMiddleware<RequestState> {
  return async (ctx) => {
    ctx.body = { source_ips: await service.sourceIps(callerOf(ctx)) } satisfies SourceIpsBody;
  };
}
