import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EndpointService } from '@webhooks/contracts';
import type { Clock, EndpointStore } from '@webhooks/domain';

import { ownEndpointToProto } from '../mapping/own-endpoint.ts';
import { ownEndpoint } from './own-endpoint.ts';

/** One endpoint that the caller has access to. */
export function getOwnEndpoint(
  endpoints: Pick<EndpointStore, 'get'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof EndpointService.method.getOwnEndpoint> {
  return async ({ id }, context) => {
    const endpoint = await ownEndpoint(endpoints, id, actingUser(context), clock.now());
    return { endpoint: ownEndpointToProto(endpoint) };
  };
}
