import type { CursorDirection } from '@webhooks/domain';

import type { DeliveryListFilters } from '../service/service-client.ts';
import { queryLink } from './query-link.ts';

/** The absolute URL of a neighbouring page of deliveries, with the filter and limit of this one. */
export function deliveryPageLink(
  listUrl: string,
  { limit, state }: DeliveryListFilters,
  cursorId: number,
  direction: CursorDirection,
): string {
  return queryLink(listUrl, { cursor_id: cursorId, cursor_direction: direction, limit, state });
}
