import type { CursorDirection, ResendCursor } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

import type { ResendListFilters } from '../service/service-client.ts';
import { queryLink } from './query-link.ts';

/** The absolute URL of a neighbouring page, with every filter and the limit of this one. */
export function pageLink(
  listUrl: string,
  filters: ResendListFilters,
  cursor: ResendCursor,
  direction: CursorDirection,
): string {
  return queryLink(listUrl, {
    cursor_datetime: formatMillis(cursor.createdAtMs),
    cursor_id: cursor.id,
    cursor_direction: direction,
    limit: filters.limit,
    status: filters.status,
    resend_type: filters.resendType,
    object_reference_id: filters.objectReferenceId,
    account_mirror_id: filters.accountId,
    created_by: filters.createdBy === 'me' ? null : filters.createdBy,
    kind: filters.kind,
    control: filters.control,
    created_from: millisOrNull(filters.createdFromMs),
    created_to: millisOrNull(filters.createdToMs),
  });
}

function millisOrNull(ms: number | null): string | null {
  return ms === null ? null : formatMillis(ms);
}
