import type { CursorDirection } from '@webhooks/domain';

import type { DeliveryListFilters } from '../service/service-client.ts';
import { queryLink } from './query-link.ts';

/** The absolute URL of a neighbouring page of deliveries, with every filter and the limit of this one. */
export function deliveryPageLink(
  listUrl: string,
  filters: DeliveryListFilters,
  cursorId: number,
  direction: CursorDirection,
): string {
  return queryLink(listUrl, {
    cursor_id: cursorId,
    cursor_direction: direction,
    limit: filters.limit,
    state: filters.state,
    endpoint_id: filters.endpointId,
    event_type: filters.eventType,
    event_id: filters.eventId,
    http_status: filters.httpStatus,
    error_class: filters.errorClass,
  });
}
