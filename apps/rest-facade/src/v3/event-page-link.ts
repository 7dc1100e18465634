import type { CursorDirection, EventListFilters } from '@webhooks/domain';
import { formatMicros } from '@webhooks/validation';

import { queryLink } from './query-link.ts';

/** The absolute URL of a neighbouring page of events, with every filter and the limit of this one. */
export function eventPageLink(
  listUrl: string,
  filters: EventListFilters,
  cursorId: number,
  direction: CursorDirection,
): string {
  const { startUs, endUs, types, key } = filters;
  return queryLink(listUrl, {
    cursor_id: cursorId,
    cursor_direction: direction,
    limit: filters.limit,
    account_mirror_id: filters.accountId,
    resend_type: filters.resendType,
    object_reference_id: filters.objectReferenceId,
    start_datetime: startUs === null ? null : formatMicros(startUs),
    end_datetime: endUs === null ? null : formatMicros(endUs),
    event_types: types.length === 0 ? null : types.join(','),
    endpoint_id: filters.endpointId,
    ...(key === null ? {} : { [key.name]: key.value }),
    delivery_state: filters.deliveryState === 'ALL' ? null : filters.deliveryState,
    include_in_hand: filters.includeInHand ? 'true' : null,
  });
}
