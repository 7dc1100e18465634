import type { ResendCursor, ResendListQuery } from '@webhooks/domain';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';

/** Away from a place in the list. */
type Direction = 'older' | 'newer';

/** At most limit rows beyond a place, nearest first. */
export type AccountMerge = (
  query: ResendListQuery,
  direction: Direction,
  from: ResendCursor | null,
  limit: number,
) => ResendRow[];

/** Where the list of an account continues. */
interface Head extends ResendCursor {
  readonly accountId: number;
}

/**
 * Merges the lists of the accounts that a user has access to now, each by an index of its own, so that
 * no row of another account is looked at. Costs one look for each account, and a page of keys for each
 * that has a part in the page.
 */
export function createAccountMerge({ connection }: Database): AccountMerge {
  const statements = createStatementCache(connection);
  const byId = connection.prepare<[string], ResendRow>(
    `SELECT r.* FROM json_each(?) CROSS JOIN resends AS r ON r.id = json_each.value`,
  );

  function all<Row>({ text, parameters }: Sql): Row[] {
    return statements<Row>(text).all(...parameters);
  }

  return (query, direction, from, limit) => {
    const isNearer = nearer(direction);
    const heads = all<Head>(headsOf(query, direction, from)).sort(isNearer);
    let keys: ResendCursor[] = [];
    for (const { accountId, ...head } of heads) {
      const last = keys[limit - 1];
      // Nothing of this account, nor of those behind it, comes before the end of the page.
      if (last !== undefined && isNearer(last, head) < 0) break;
      const more = all<ResendCursor>(keysOf(query, accountId, direction, from, limit));
      keys = [...keys, ...more].sort(isNearer).slice(0, limit);
    }
    return byId.all(JSON.stringify(keys.map(({ id }) => id)));
  };
}

function nearer(direction: Direction): (one: ResendCursor, other: ResendCursor) => number {
  const sign = direction === 'newer' ? 1 : -1;
  return (one, other) => sign * (one.createdAtMs - other.createdAtMs || one.id - other.id);
}

/** The nearest row of each account that has one. */
function headsOf(query: ResendListQuery, direction: Direction, from: ResendCursor | null): Sql {
  const { userId, accountId } = query;
  const nearest = sql`SELECT n.id ${source(query, sql`u.account_id`)} ${beyond(direction, from)} LIMIT 1`;
  return sql`SELECT u.account_id AS accountId, r.created_at_ms AS createdAtMs, r.id
    FROM account_users AS u INDEXED BY account_users_by_user
    CROSS JOIN resends AS r ON r.id = (${nearest})
    WHERE u.user_id = ${userId} ${accountId === null ? nothing : sql`AND u.account_id = ${accountId}`}`;
}

function keysOf(
  query: ResendListQuery,
  accountId: number,
  direction: Direction,
  from: ResendCursor | null,
  limit: number,
): Sql {
  return sql`SELECT n.created_at_ms AS createdAtMs, n.id ${source(query, sql`${accountId}`)}
    ${beyond(direction, from)} LIMIT ${limit}`;
}

function source(query: ResendListQuery, accountId: Sql): Sql {
  const { userId, createdBy, status, objectReferenceId } = query;
  return sql`FROM resends AS n INDEXED BY ${indexFor(query)} WHERE n.account_id = ${accountId}
    ${createdBy === 'me' ? sql`AND n.user_id = ${userId}` : nothing}
    ${status === null ? nothing : sql`AND n.status = ${status}`}
    ${objectReferenceId === null ? nothing : sql`AND n.object_reference_id = ${objectReferenceId}`}`;
}

/** Named, so that no filter ever meets a plan that sorts. */
function indexFor({ createdBy, status, objectReferenceId }: ResendListQuery): Sql {
  if (objectReferenceId !== null) return sql`resends_by_account_object`;
  if (createdBy === 'me') {
    return status === null ? sql`resends_by_user_account` : sql`resends_by_user_account_status`;
  }
  return status === null ? sql`resends_by_account` : sql`resends_by_account_status`;
}

function beyond(direction: Direction, from: ResendCursor | null): Sql {
  const newer = direction === 'newer';
  const order = newer
    ? sql`ORDER BY n.created_at_ms, n.id`
    : sql`ORDER BY n.created_at_ms DESC, n.id DESC`;
  if (from === null) return order;
  const place = sql`(${from.createdAtMs}, ${from.id})`;
  return newer
    ? sql`AND (n.created_at_ms, n.id) > ${place} ${order}`
    : sql`AND (n.created_at_ms, n.id) < ${place} ${order}`;
}
