import type { ResendCursor, ResendListQuery } from '@webhooks/domain';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { beyond, conditionsOf, nearer, resendsIn, upTo, walkedQueries } from './resend-filter.ts';
import type { Direction } from './resend-filter.ts';

/** Resends that one page looks at where a filter asks for more than an index knows. */
const MAX_EXAMINED = 1_000;

/** What each list is looked at for at least, however many there are. */
const MIN_EXAMINED = 50;

/** What was found, nearest first. */
export interface FoundResends {
  readonly rows: readonly ResendRow[];
  /** Where looking stopped, the resend there included; null: at the end, or with enough. */
  readonly horizon: ResendCursor | null;
}

interface FoundKeys {
  readonly keys: readonly ResendCursor[];
  readonly horizon: ResendCursor | null;
}

/** How much is found, and looked at for it. */
export interface PageBounds {
  readonly limit: number;
  /** Resends that are looked at at most; null: as many as usual. */
  readonly examined: number | null;
}

/** At most limit rows beyond a place. */
export type AccountMerge = (
  query: ResendListQuery,
  direction: Direction,
  from: ResendCursor | null,
  bounds: PageBounds,
) => FoundResends;

/** Where the list of an account continues. */
interface Head extends ResendCursor {
  readonly accountId: number;
  readonly query: ResendListQuery;
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

  /** The nearest row of each list that has one, nearest first. */
  function headsOf(
    query: ResendListQuery,
    direction: Direction,
    from: ResendCursor | null,
  ): readonly Head[] {
    return walkedQueries(query)
      .flatMap((walked) =>
        all<Omit<Head, 'query'>>(nearestOf(walked, direction, from)).map((head) => ({
          ...head,
          query: walked,
        })),
      )
      .sort(nearer(direction));
  }

  /** Walks the list of one account until it found so many, or looked at so many. */
  function walk(
    { accountId, query }: Head,
    direction: Direction,
    from: ResendCursor | null,
    { limit, examined }: { readonly limit: number; readonly examined: number },
  ): FoundKeys {
    const conditions = conditionsOf(query);
    const beyondFrom = beyond(query, direction, from);
    const keysIn = (part: Sql): ResendCursor[] => {
      const resends = resendsIn(query, sql`${accountId}`);
      return all(sql`SELECT n.created_at_ms AS createdAtMs, n.id ${resends} ${part}`);
    };
    const [stop = null] =
      conditions === nothing ? [] : keysIn(sql`${beyondFrom} LIMIT 1 OFFSET ${examined - 1}`);
    const keys = keysIn(sql`${conditions} ${upTo(direction, stop)} ${beyondFrom} LIMIT ${limit}`);
    return { keys, horizon: keys.length === limit ? null : stop };
  }

  return (query, direction, from, { limit, examined: most }) => {
    const isNearer = nearer(direction);
    const nearest = (one: ResendCursor | null, other: ResendCursor | null): ResendCursor | null =>
      one === null || (other !== null && isNearer(other, one) < 0) ? other : one;
    const heads = headsOf(query, direction, from);
    const usual = Math.max(MIN_EXAMINED, Math.ceil(MAX_EXAMINED / (heads.length || 1)));
    const examined = Math.min(usual, most ?? usual);
    let keys: ResendCursor[] = [];
    let horizon: ResendCursor | null = null;
    for (const head of heads) {
      const end = nearest(horizon, keys[limit - 1] ?? null);
      // Nothing of this account, nor of those behind it, comes before the end of the page.
      if (end !== null && isNearer(end, head) < 0) break;
      const found = walk(head, direction, from, { limit, examined });
      keys = [...keys, ...found.keys].sort(isNearer).slice(0, limit);
      horizon = nearest(horizon, found.horizon);
    }
    // Behind the nearest horizon some lists were not looked at.
    const seen = keys.filter((key) => horizon === null || isNearer(key, horizon) <= 0);
    const rows = byId.all(JSON.stringify(seen.map(({ id }) => id)));
    return { rows, horizon: seen.length === limit ? null : horizon };
  };
}

/** The nearest row of each account that has one. */
function nearestOf(query: ResendListQuery, direction: Direction, from: ResendCursor | null): Sql {
  const { userId, accountId } = query;
  const nearest = sql`SELECT n.id ${resendsIn(query, sql`u.account_id`)}
    ${beyond(query, direction, from)} LIMIT 1`;
  return sql`SELECT u.account_id AS accountId, r.created_at_ms AS createdAtMs, r.id
    FROM account_users AS u INDEXED BY account_users_by_user
    CROSS JOIN resends AS r ON r.id = (${nearest})
    WHERE u.user_id = ${userId} ${accountId === null ? nothing : sql`AND u.account_id = ${accountId}`}`;
}
