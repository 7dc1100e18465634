import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService, UpdateEndpointRequest } from '@webhooks/contracts';
import type { CatalogStore, Clock, EndpointChange } from '@webhooks/domain';
import type { CatalogPolicy } from '@webhooks/validation';

import { endpointToView } from '../mapping/endpoint-view.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';
import { actorOf } from '../rpc/actor.ts';
import { foundEndpoint } from './found-endpoint.ts';
import { refuseInvalidChange } from './refuse-invalid-change.ts';

/** What changing an endpoint takes. */
export interface UpdateEndpointParts {
  readonly catalog: Pick<CatalogStore, 'updateEndpoint'>;
  readonly policy: CatalogPolicy;
  readonly clock: Pick<Clock, 'now'>;
}

/** Changes the fields that are present. What the endpoint has already is not judged again. */
export function updateEndpoint({
  catalog,
  policy,
  clock,
}: UpdateEndpointParts): MethodImpl<typeof CatalogService.method.updateEndpoint> {
  return async (request, context) => {
    const change = changeOf(request);
    refuseInvalidChange(change, policy);
    const nowMs = clock.now();
    const how = [nowMs, actorOf(context), context.values.get(isAwaitedKey)] as const;
    const updated = await catalog.updateEndpoint(request.id, change, ...how);
    return { endpoint: endpointToView(foundEndpoint(updated), nowMs) };
  };
}

function changeOf(request: UpdateEndpointRequest): EndpointChange {
  const change: EndpointChange = {
    url: request.url,
    typeWebhook: request.typeWebhook,
    authorizationToken: emptyAsNull(request.authorizationToken),
    xFunctionsKey: emptyAsNull(request.xFunctionsKey),
    disabled: request.disabled,
    maxInFlight: zeroAsNull(request.maxInFlight),
    maxRatePerSecond: zeroAsNull(request.maxRatePerSecond),
    clientIdentity: emptyAsNull(request.clientIdentity),
    trustAnchors: emptyAsNull(request.trustAnchors),
    egressProxy: emptyAsNull(request.egressProxy),
    recoversAutomatically: request.recoverAutomatically,
    isTest: request.test,
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function emptyAsNull(text: string | undefined): string | null | undefined {
  return text === '' ? null : text;
}

function zeroAsNull(value: number | undefined): number | null | undefined {
  return value === 0 ? null : value;
}
