import type { CursorDirection, EndpointCursor } from '@webhooks/domain';

import type { EndpointListFilters } from '../service/endpoint-client.ts';
import { queryLink } from './query-link.ts';

/** The absolute URL of a neighbouring page of endpoints, with the filter and limit of this one. */
export function endpointPageLink(
  listUrl: string,
  { accountId, limit }: EndpointListFilters,
  cursor: EndpointCursor,
  direction: CursorDirection,
): string {
  return queryLink(listUrl, {
    cursor_account_mirror_id: cursor.accountId,
    cursor_id: cursor.id,
    cursor_direction: direction,
    limit,
    account_mirror_id: accountId,
  });
}
