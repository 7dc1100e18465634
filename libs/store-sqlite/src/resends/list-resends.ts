import type { Resend, ResendCursor, ResendListQuery, ResendPage } from '@webhooks/domain';
import { toListedResend } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createContainedObject } from './contained-object.ts';
import { createAccountMerge } from './merge-accounts.ts';

/** Pages through the resends of a user's accounts by (created_at_ms, id). */
export function createResendList(database: Database): (query: ResendListQuery) => ResendPage {
  const merge = createAccountMerge(database);
  const narrow = createContainedObject(database);

  return (asked) => {
    const narrowed = narrow(asked);
    if (narrowed === null) return { resends: [], next: null, previous: null };
    const { query, examined } = narrowed;
    const { cursor, limit } = query;
    const direction = cursor !== null && query.direction === 'PREVIOUS' ? 'newer' : 'older';
    const { rows, horizon } = merge(query, direction, cursor, { limit: limit + 1, examined });
    const page = rows.slice(0, limit).map(toListedResend);
    const ahead = rows.length > limit ? cursorOf(page.at(-1)) : horizon;
    const resends = direction === 'older' ? page : page.toReversed();
    if (cursor === null) return { resends, next: ahead, previous: null };

    const behind = cursorOf(page.at(0)) ?? cursor;
    const opposite = direction === 'older' ? 'newer' : 'older';
    const back = merge(query, opposite, behind, { limit: 1, examined });
    const backwards = back.rows.length > 0 || back.horizon !== null ? behind : null;
    return direction === 'older'
      ? { resends, next: ahead, previous: backwards }
      : { resends, next: backwards, previous: ahead };
  };
}

function cursorOf(resend: Resend | undefined): ResendCursor | null {
  return resend === undefined ? null : { createdAtMs: resend.createdAtMs, id: resend.id };
}
