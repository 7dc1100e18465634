import type { ServiceImpl } from '@connectrpc/connect';

import type { EndpointService } from '@webhooks/contracts';
import type { Clock, EndpointStore } from '@webhooks/domain';

import { getEndpointStatistics } from './get-endpoint-statistics.ts';
import { getOwnEndpoint } from './get-own-endpoint.ts';
import { listOwnEndpoints } from './list-own-endpoints.ts';
import { listSourceIps } from './list-source-ips.ts';
import { updateOwnEndpoint, type UpdateOwnEndpointParts } from './update-own-endpoint.ts';

/** What the service works with. */
export interface EndpointServiceParts extends UpdateOwnEndpointParts {
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
    updateOwnEndpoint: updateOwnEndpoint(parts),
    listSourceIps: listSourceIps(sourceIps),
  };
}
