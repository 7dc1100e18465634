import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { beyond, upTo } from '../sql/walk.ts';
import type { Direction } from '../sql/walk.ts';
import { conditionsOf, eventsIn, placeIn } from './event-filter.ts';
import type { EventFilter, EventSource } from './event-filter.ts';

/** Index entries that one walk looks at: half a millisecond, whatever a filter lets through. */
const MAX_EXAMINED = 2_000;

/** What a walk found, nearest first. */
export interface FoundEvents {
  readonly sequences: readonly number[];
  /** Where it stopped looking, the event there included; null: it came to the end or found enough. */
  readonly horizon: number | null;
}

/** Walks one list beyond a sequence until it found so many, or looked at so many. */
export type EventWalk = (
  source: EventSource,
  filter: EventFilter,
  direction: Direction,
  from: number | null,
  limit: number,
) => FoundEvents;

/** Walks on indexes alone. */
export function createEventWalk({ connection }: Database): EventWalk {
  const statements = createStatementCache(connection);

  function sequences({ text, parameters }: Sql): number[] {
    return statements<{ seq: number }>(text)
      .all(...parameters)
      .map(({ seq }) => seq);
  }

  return (source, filter, direction, from, limit) => {
    const conditions = conditionsOf(filter);
    const events = eventsIn(source);
    const place = placeIn(source);
    const beyondFrom = beyond(direction, from, place);
    const examined = filter.state?.examined ?? MAX_EXAMINED;
    const [horizon = null] =
      conditions === nothing
        ? []
        : sequences(sql`SELECT e.seq ${events} ${beyondFrom} LIMIT 1 OFFSET ${examined - 1}`);
    const found = sequences(
      sql`SELECT e.seq ${events} ${conditions} ${upTo(direction, horizon, place)} ${beyondFrom} LIMIT ${limit}`,
    );
    return { sequences: found, horizon: found.length === limit ? null : horizon };
  };
}
