import type { Resend, ResendCursor, ResendListQuery, ResendPage } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { toResend } from './resend-row.ts';
import type { ResendRow } from './resend-row.ts';

type Way = 'older' | 'newer';

/** Pages through a user's resends by (created_at_ms, id); each filter has its index. */
export function createResendList({ connection }: Database): (query: ResendListQuery) => ResendPage {
  const statements = createStatementCache(connection);

  function rows(query: ResendListQuery, way: Way, from: ResendCursor | null, limit: number) {
    const { text, parameters } = select(query, way, from, limit);
    return statements<ResendRow>(text).all(...parameters);
  }

  /** The cursor itself if anything lies beyond it. */
  function reachable(query: ResendListQuery, way: Way, cursor: ResendCursor): ResendCursor | null {
    return rows(query, way, cursor, 1).length === 0 ? null : cursor;
  }

  return (query) => {
    const { cursor, limit } = query;
    const way = cursor !== null && query.direction === 'PREVIOUS' ? 'newer' : 'older';
    const found = rows(query, way, cursor, limit + 1);
    const hasMore = found.length > limit;
    const page = found.slice(0, limit).map(toResend);
    if (way === 'newer') page.reverse();

    const newest = cursorOf(page.at(0)) ?? cursor;
    const oldest = cursorOf(page.at(-1)) ?? cursor;
    if (cursor === null) return { resends: page, next: hasMore ? oldest : null, previous: null };
    return way === 'older'
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

function select(query: ResendListQuery, way: Way, from: ResendCursor | null, limit: number): Sql {
  const { userId, status, objectReferenceId, accountId } = query;
  const filters = [
    status === null ? nothing : sql`AND status = ${status}`,
    objectReferenceId === null ? nothing : sql`AND object_reference_id = ${objectReferenceId}`,
    accountId === null ? nothing : sql`AND account_id = ${accountId}`,
  ] as const;
  const newer = way === 'newer';
  const place = from === null ? nothing : beyond(from, newer);
  const order = newer ? sql`created_at_ms, id` : sql`created_at_ms DESC, id DESC`;
  return sql`SELECT * FROM resends INDEXED BY ${indexFor(query)} WHERE user_id = ${userId}
    ${filters[0]} ${filters[1]} ${filters[2]} ${place} ORDER BY ${order} LIMIT ${limit}`;
}

/** Named, so that no filter ever meets a plan that sorts. */
function indexFor({ status, objectReferenceId, accountId }: ResendListQuery): Sql {
  if (objectReferenceId !== null) return sql`resends_by_user_object`;
  if (accountId !== null) {
    return status === null ? sql`resends_by_user_account` : sql`resends_by_user_account_status`;
  }
  return status === null ? sql`resends_by_user` : sql`resends_by_user_status`;
}

function beyond({ createdAtMs, id }: ResendCursor, newer: boolean): Sql {
  return newer
    ? sql`AND (created_at_ms, id) > (${createdAtMs}, ${id})`
    : sql`AND (created_at_ms, id) < (${createdAtMs}, ${id})`;
}

function cursorOf(resend: Resend | undefined): ResendCursor | null {
  return resend === undefined ? null : { createdAtMs: resend.createdAtMs, id: resend.id };
}
