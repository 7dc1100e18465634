import type { MethodImpl } from '@connectrpc/connect';

import { actingUser } from '@webhooks/auth';
import type { EndpointService } from '@webhooks/contracts';
import { endpointNotFound, type CatalogStore, type Clock } from '@webhooks/domain';

import { actorOf } from '../rpc/actor.ts';
import { isAwaitedKey } from '../rpc/is-awaited.ts';

/** Removes an endpoint of the caller's accounts for good. */
export function removeOwnEndpoint(
  catalog: Pick<CatalogStore, 'removeOwnEndpoint'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof EndpointService.method.removeOwnEndpoint> {
  return async ({ id }, context) => {
    const isAwaited = context.values.get(isAwaitedKey);
    const how = [clock.now(), actorOf(context), isAwaited] as const;
    const isRemoved = await catalog.removeOwnEndpoint(id, actingUser(context), ...how);
    if (!isRemoved) throw endpointNotFound();
    return {};
  };
}
