import type { Resend, ResendCursor, ResendListQuery, ResendPage } from '@webhooks/domain';
import { toResend } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createAccountMerge } from './merge-accounts.ts';

/** Pages through the resends of a user's accounts by (created_at_ms, id). */
export function createResendList(database: Database): (query: ResendListQuery) => ResendPage {
  const rows = createAccountMerge(database);

  /** The cursor itself if anything lies beyond it. */
  function reachable(query: ResendListQuery, direction: 'older' | 'newer', cursor: ResendCursor) {
    return rows(query, direction, cursor, 1).length === 0 ? null : cursor;
  }

  return (query) => {
    const { cursor, limit } = query;
    const direction = cursor !== null && query.direction === 'PREVIOUS' ? 'newer' : 'older';
    const found = rows(query, direction, cursor, limit + 1);
    const hasMore = found.length > limit;
    const page = found.slice(0, limit).map(toResend);
    if (direction === 'newer') page.reverse();

    const newest = cursorOf(page.at(0)) ?? cursor;
    const oldest = cursorOf(page.at(-1)) ?? cursor;
    if (cursor === null) return { resends: page, next: hasMore ? oldest : null, previous: null };
    return direction === 'older'
      ? {
          resends: page,
          next: hasMore ? oldest : null,
          previous: newest && reachable(query, 'newer', newest),
        }
      : {
          resends: page,
          next: oldest && reachable(query, 'older', oldest),
          previous: hasMore ? newest : null,
        };
  };
}

function cursorOf(resend: Resend | undefined): ResendCursor | null {
  return resend === undefined ? null : { createdAtMs: resend.createdAtMs, id: resend.id };
}
