import type { CursorDirection, ResendCursor } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

import type { ResendListFilters } from '../core/resend-core.ts';

/** The absolute URL of a neighbouring page, with every filter and the limit of this one. */
export function pageLink(
  listUrl: string,
  filters: ResendListFilters,
  cursor: ResendCursor,
  direction: CursorDirection,
): string {
  const parameters = {
    cursor_datetime: formatMillis(cursor.createdAtMs),
    cursor_id: cursor.id,
    cursor_direction: direction,
    limit: filters.limit,
    status: filters.status,
    object_reference_id: filters.objectReferenceId,
    account_mirror_id: filters.accountId,
  };
  const pairs = Object.entries(parameters)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeValue(String(value))}`);
  return `${listUrl}?${pairs.join('&')}`;
}

/** A colon stands for itself in a query, which keeps the time readable. */
function encodeValue(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
