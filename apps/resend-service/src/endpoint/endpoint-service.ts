import type { ServiceImpl } from '@connectrpc/connect';

import type { EndpointService } from '@webhooks/contracts';
import type { CatalogStore, Clock, EndpointStore } from '@webhooks/domain';

import { createOwnEndpoint, type CreateOwnEndpointParts } from './create-own-endpoint.ts';
import { getEndpointStatistics } from './get-endpoint-statistics.ts';
import { getOwnEndpoint } from './get-own-endpoint.ts';
import { listOwnEndpoints } from './list-own-endpoints.ts';
import { listSourceIps } from './list-source-ips.ts';
import { removeOwnEndpoint } from './remove-own-endpoint.ts';
import { getTestEvent } from './get-test-event.ts';
import { sendTestEvent, type SendTestEventParts } from './send-test-event.ts';
import { updateOwnEndpoint, type UpdateOwnEndpointParts } from './update-own-endpoint.ts';

/** What the service works with. */
export interface EndpointServiceParts
  extends UpdateOwnEndpointParts, CreateOwnEndpointParts, SendTestEventParts {
  readonly catalog: Pick<
    CatalogStore,
    'createOwnEndpoint' | 'updateOwnEndpoint' | 'removeOwnEndpoint'
  >;
  readonly endpoints: EndpointStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly sourceIps: readonly string[];
}

/** The calls of webhooks.endpoint.v1. */
export function endpointService(parts: EndpointServiceParts): ServiceImpl<typeof EndpointService> {
  const { endpoints, clock, sourceIps } = parts;
  return {
    listOwnEndpoints: listOwnEndpoints(endpoints, clock),
    getOwnEndpoint: getOwnEndpoint(endpoints, clock),
    getEndpointStatistics: getEndpointStatistics(endpoints, clock),
    createOwnEndpoint: createOwnEndpoint(parts),
    updateOwnEndpoint: updateOwnEndpoint(parts),
    removeOwnEndpoint: removeOwnEndpoint(parts.catalog, clock),
    sendTestEvent: sendTestEvent(parts),
    getTestEvent: getTestEvent(parts.testEvents),
    listSourceIps: listSourceIps(sourceIps),
  };
}
