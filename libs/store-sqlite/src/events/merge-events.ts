import type { EventKey } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { beyond, byDistance } from '../sql/walk.ts';
import type { Direction } from '../sql/walk.ts';
import { eventsOfKey } from './event-filter.ts';
import type { EventFilter } from './event-filter.ts';
import type { EventWalk, FoundEvents } from './walk-events.ts';

/** Accounts of a user, all or one, and what their events are listed by. */
interface ListedAccounts {
  readonly userId: number;
  readonly accountId: number | null;
  /** Null: all of them. */
  readonly key: EventKey | null;
}

/** Merges the lists of the accounts that a user has access to now. */
export type EventMerge = (
  accounts: ListedAccounts,
  filterOf: (accountId: number) => EventFilter,
  direction: Direction,
  from: number | null,
  limit: number,
) => FoundEvents;

interface Head {
  readonly accountId: number;
  readonly seq: number;
}

/**
 * Each account is walked by an index of its own, so that no event of another one is looked at. Costs
 * one look for each account, and a walk for each that has a part in the page.
 */
export function createEventMerge({ connection }: Database, walk: EventWalk): EventMerge {
  const statements = createStatementCache(connection);

  /** The nearest event of each account that has one, nearest first. */
  function headsOf(
    { userId, accountId, key }: ListedAccounts,
    direction: Direction,
    from: number | null,
  ) {
    const nearest =
      key === null
        ? sql`SELECT e.seq FROM events AS e INDEXED BY events_by_recording
            WHERE e.account_id = u.account_id ${beyond(direction, from, sql`e.seq`)} LIMIT 1`
        : sql`SELECT k.event_seq ${eventsOfKey(key, sql`u.account_id`)}
            ${beyond(direction, from, sql`k.event_seq`)} LIMIT 1`;
    const { text, parameters } = sql`SELECT u.account_id AS accountId, n.seq
      FROM account_users AS u INDEXED BY account_users_by_user
      CROSS JOIN events AS n ON n.seq = (${nearest})
      WHERE u.user_id = ${userId} ${accountId === null ? nothing : sql`AND u.account_id = ${accountId}`}`;
    const isNearer = byDistance(direction);
    return statements<Head>(text)
      .all(...parameters)
      .sort((one, other) => isNearer(one.seq, other.seq));
  }

  return (accounts, filterOf, direction, from, limit) => {
    const isNearer = byDistance(direction);
    let sequences: number[] = [];
    let horizon: number | null = null;
    for (const { accountId, seq } of headsOf(accounts, direction, from)) {
      // Nothing of this account, nor of those behind it, comes before the end of the page.
      const end: number | null = sequences[limit - 1] ?? horizon;
      if (end !== null && isNearer(end, seq) < 0) break;
      const found = walk(
        { accountId, key: accounts.key },
        filterOf(accountId),
        direction,
        from,
        limit,
      );
      sequences = [...sequences, ...found.sequences].sort(isNearer).slice(0, limit);
      if (found.horizon !== null && (horizon === null || isNearer(found.horizon, horizon) < 0)) {
        horizon = found.horizon;
      }
    }
    return upToHorizon(sequences, horizon, isNearer, limit);
  };
}

/** Behind the nearest horizon some accounts were not looked at. */
function upToHorizon(
  sequences: readonly number[],
  horizon: number | null,
  isNearer: (one: number, other: number) => number,
  limit: number,
): FoundEvents {
  if (horizon === null) return { sequences, horizon };
  const seen = sequences.filter((sequence) => isNearer(sequence, horizon) <= 0);
  return { sequences: seen, horizon: seen.length === limit ? null : horizon };
}
