import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService } from '@webhooks/contracts';
import type { CatalogStore, Clock } from '@webhooks/domain';

import { endpointToView } from '../mapping/endpoint-view.ts';
import { foundEndpoint } from './found-endpoint.ts';

/** One endpoint, without its secrets. */
export function getEndpoint(
  catalog: Pick<CatalogStore, 'getEndpoint'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof CatalogService.method.getEndpoint> {
  return async ({ id }) => {
    const endpoint = foundEndpoint(await catalog.getEndpoint(id));
    return { endpoint: endpointToView(endpoint, clock.now()) };
  };
}
