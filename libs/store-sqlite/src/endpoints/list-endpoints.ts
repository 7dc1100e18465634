import type { EndpointCursor, EndpointListQuery } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import type { Direction } from '../sql/walk.ts';
import { ownEndpointColumns } from './own-endpoint-row.ts';
import type { OwnEndpointRow } from './own-endpoint-row.ts';

/** A page of rows. */
export interface EndpointRows {
  readonly rows: readonly OwnEndpointRow[];
  readonly next: EndpointCursor | null;
  readonly previous: EndpointCursor | null;
}

/** Pages through the endpoints of a user's accounts by (account, id). */
export function createEndpointList({
  connection,
}: Database): (query: EndpointListQuery) => EndpointRows {
  const statements = createStatementCache(connection);

  function run({ text, parameters }: Sql): OwnEndpointRow[] {
    return statements<OwnEndpointRow>(text).all(...parameters);
  }

  /** The account of the place first, then those beyond it. */
  function rows(
    { userId, accountId }: EndpointListQuery,
    direction: Direction,
    from: EndpointCursor | null,
    limit: number,
  ): OwnEndpointRow[] {
    if (accountId !== null && from !== null && from.accountId !== accountId) return [];
    const within = accountId ?? from?.accountId ?? null;
    const found = within === null ? [] : run(ofAccount(userId, within, direction, from, limit));
    if (accountId !== null || found.length === limit) return found;
    return [...found, ...run(ofAccountsBeyond(userId, within, direction, limit - found.length))];
  }

  function reachable(
    query: EndpointListQuery,
    direction: Direction,
    cursor: EndpointCursor | null,
  ) {
    return cursor !== null && rows(query, direction, cursor, 1).length > 0 ? cursor : null;
  }

  return (query) => {
    const { cursor, limit } = query;
    const direction = cursor !== null && query.direction === 'PREVIOUS' ? 'down' : 'up';
    const found = rows(query, direction, cursor, limit + 1);
    const hasMore = found.length > limit;
    const page = found.slice(0, limit);
    if (direction === 'down') page.reverse();

    const first = cursorOf(page.at(0)) ?? cursor;
    const last = cursorOf(page.at(-1)) ?? cursor;
    if (cursor === null) return { rows: page, next: hasMore ? last : null, previous: null };
    return direction === 'up'
      ? { rows: page, next: hasMore ? last : null, previous: reachable(query, 'down', first) }
      : { rows: page, next: reachable(query, 'up', last), previous: hasMore ? first : null };
  };
}

const source = sql`SELECT ${{ text: ownEndpointColumns, parameters: [] }}
  FROM account_users AS u INDEXED BY account_users_by_user
  CROSS JOIN accounts AS a ON a.id = u.account_id
  CROSS JOIN endpoints AS e INDEXED BY endpoints_by_account ON e.account_id = u.account_id`;

function ofAccount(
  userId: number,
  accountId: number,
  direction: Direction,
  from: EndpointCursor | null,
  limit: number,
): Sql {
  const place =
    direction === 'up'
      ? sql`AND e.id > ${from?.id ?? ''} ORDER BY e.id`
      : sql`AND e.id < ${from?.id ?? ''} ORDER BY e.id DESC`;
  return sql`${source} WHERE u.user_id = ${userId} AND u.account_id = ${accountId} AND e.removed_at_ms IS NULL
    ${place} LIMIT ${limit}`;
}

function ofAccountsBeyond(
  userId: number,
  accountId: number | null,
  direction: Direction,
  limit: number,
): Sql {
  const place =
    direction === 'up'
      ? sql`AND u.account_id > ${accountId ?? 0} ORDER BY u.account_id, e.id`
      : sql`AND u.account_id < ${accountId ?? 0} ORDER BY u.account_id DESC, e.id DESC`;
  return sql`${source} WHERE u.user_id = ${userId} AND e.removed_at_ms IS NULL ${place} LIMIT ${limit}`;
}

function cursorOf(row: OwnEndpointRow | undefined): EndpointCursor | null {
  return row === undefined ? null : { accountId: row.account_id, id: row.id };
}
