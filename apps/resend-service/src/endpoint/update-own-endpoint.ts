import type { MethodImpl } from '@connectrpc/connect';

import { judgeUrl, type AddressPolicy } from '@webhooks/address-guard';
import { actingUser } from '@webhooks/auth';
import type { EndpointService, UpdateOwnEndpointRequest } from '@webhooks/contracts';
import {
  validationError,
  type CatalogStore,
  type Clock,
  type EndpointStore,
  type OwnEndpointChange,
} from '@webhooks/domain';

import { foundEndpoint } from '../catalog/found-endpoint.ts';
import { refuseInvalidChange } from '../catalog/refuse-invalid-change.ts';
import { ownEndpointToProto } from '../mapping/own-endpoint.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { originOf } from '../rpc/origin.ts';
import { ownEndpoint } from './own-endpoint.ts';

/** What changing an endpoint takes. */
export interface UpdateOwnEndpointParts {
  readonly catalog: Pick<CatalogStore, 'updateOwnEndpoint'>;
  readonly endpoints: Pick<EndpointStore, 'get'>;
  readonly policy: AddressPolicy;
  readonly clock: Pick<Clock, 'now'>;
}

/** Changes what a user may change of an endpoint: where it is, and whether it is enabled. */
export function updateOwnEndpoint({
  catalog,
  endpoints,
  policy,
  clock,
}: UpdateOwnEndpointParts): MethodImpl<typeof EndpointService.method.updateOwnEndpoint> {
  return async (request, context) => {
    const change = changeOf(request);
    refuseInvalidChange(change, policy);
    refuseBlockedUrl(change, policy);
    const userId = actingUser(context);
    const nowMs = clock.now();
    const how = [nowMs, originOf(context), context.values.get(isAwaitedKey)] as const;
    foundEndpoint(await catalog.updateOwnEndpoint(request.id, userId, change, ...how));
    const endpoint = await ownEndpoint(endpoints, request.id, userId, nowMs);
    return { endpoint: ownEndpointToProto(endpoint) };
  };
}

function changeOf({ url, disabled }: UpdateOwnEndpointRequest): OwnEndpointChange {
  if (url === undefined && disabled === undefined) {
    throw validationError([{ field: '', message: 'nothing is to be changed' }]);
  }
  return {
    ...(url === undefined ? {} : { url }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

/** A courtesy: what counts is judged at every attempt, on the addresses that a name resolves to. */
function refuseBlockedUrl({ url }: OwnEndpointChange, policy: AddressPolicy): void {
  const refusal = url === undefined ? null : judgeUrl(new URL(url), policy);
  if (refusal === null) return;
  throw validationError([{ field: 'url', message: `must not be called: ${refusal}` }]);
}
