import type { MethodImpl } from '@connectrpc/connect';

import type { CatalogService } from '@webhooks/contracts';
import type { CatalogStore, Clock } from '@webhooks/domain';

import { endpointToView } from '../mapping/endpoint-view.ts';
import { RequestReader } from '../mapping/request-reader.ts';

/** The endpoints of an account by id, without their secrets. A page token is the last id shown. */
export function listEndpoints(
  catalog: Pick<CatalogStore, 'listEndpoints'>,
  clock: Pick<Clock, 'now'>,
): MethodImpl<typeof CatalogService.method.listEndpoints> {
  return async (request) => {
    const read = new RequestReader();
    const accountId = read.id('account_id', request.accountId);
    const pageSize = read.pageSize('page_size', request.pageSize);
    read.finish();
    // One more than asked for tells whether another page follows.
    const found = await catalog.listEndpoints(accountId, request.pageToken, pageSize + 1);
    const page = found.slice(0, pageSize);
    const last = found.length > pageSize ? page.at(-1) : undefined;
    const nowMs = clock.now();
    return {
      endpoints: page.map((endpoint) => endpointToView(endpoint, nowMs)),
      nextPageToken: last?.id ?? '',
    };
  };
}
