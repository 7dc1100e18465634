import type { DeliveryListQuery } from '@webhooks/domain';
import type { DeliveryRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { beyond, byDistance, upTo } from '../sql/walk.ts';
import type { Direction } from '../sql/walk.ts';
import {
  conditionsOf,
  deliveriesIn,
  deliveryColumns,
  isAnsweredByIndex,
} from './delivery-filter.ts';
import { createEventPositions } from './event-positions.ts';
import { createWaitingPositions } from './waiting-positions.ts';

/** Deliveries that one walk looks at, whatever a filter lets through. */
export const MAX_EXAMINED = 1_000;

/** What a walk found, nearest first. */
export interface FoundDeliveries {
  readonly rows: readonly DeliveryRow[];
  /** Where it stopped looking, the delivery there included; null: it came to the end or found enough. */
  readonly horizon: number | null;
}

/** Walks the deliveries of a resend beyond a position until it found so many, or looked at so many. */
export type DeliveryWalk = (
  query: DeliveryListQuery,
  direction: Direction,
  from: number | null,
  limit: number,
) => FoundDeliveries;

/** Walks the index that knows most of what a filter asks; looks at the rest row by row. */
export function createDeliveryWalk(database: Database): DeliveryWalk {
  const statements = createStatementCache(database.connection);
  const waitingPositions = createWaitingPositions(database);
  const eventPositions = createEventPositions(database);

  function all<Row>({ text, parameters }: Sql): Row[] {
    return statements<Row>(text).all(...parameters);
  }

  /** The deliveries at so many positions that a filter lets through. */
  function at(query: DeliveryListQuery, direction: Direction, positions: readonly number[]) {
    const rows = all<DeliveryRow>(
      sql`SELECT ${deliveryColumns} FROM json_each(${JSON.stringify(positions)})
        CROSS JOIN deliveries AS d ON d.resend_id = ${query.resendId} AND d.position = json_each.value
        CROSS JOIN events AS e ON e.seq = d.event_seq WHERE true ${conditionsOf(query)}`,
    );
    return rows.sort((one, other) => byDistance(direction)(one.position, other.position));
  }

  const ofEvent: DeliveryWalk = (query, direction, from, limit) => {
    const positions = eventPositions(query).filter(
      (position) => from === null || byDistance(direction)(from, position) < 0,
    );
    return { rows: at(query, direction, positions).slice(0, limit), horizon: null };
  };

  const waiting: DeliveryWalk = (query, direction, from, limit) => {
    const examined = query.eventType === null ? limit : MAX_EXAMINED;
    const positions = waitingPositions(query.resendId, direction, from, examined);
    const rows = at(query, direction, positions).slice(0, limit);
    const isWhole = rows.length === limit || positions.length < examined;
    return { rows, horizon: isWhole ? null : (positions.at(-1) ?? null) };
  };

  const inOrder: DeliveryWalk = (query, direction, from, limit) => {
    const source = deliveriesIn(query);
    const beyondFrom = beyond(direction, from, sql`d.position`);
    const [stop] = isAnsweredByIndex(query)
      ? []
      : all<{ position: number }>(
          sql`SELECT d.position ${source.from} ${source.where} ${beyondFrom}
            LIMIT 1 OFFSET ${MAX_EXAMINED - 1}`,
        );
    const rows = all<DeliveryRow>(
      sql`SELECT ${deliveryColumns} ${source.from} CROSS JOIN events AS e ON e.seq = d.event_seq
        ${source.where} ${conditionsOf(query)} ${upTo(direction, stop?.position ?? null, sql`d.position`)} ${beyondFrom}
        LIMIT ${limit}`,
    );
    return { rows, horizon: rows.length === limit ? null : (stop?.position ?? null) };
  };

  return (query, ...rest) => {
    if (query.eventId !== null) return ofEvent(query, ...rest);
    const { state, endpointId, httpStatus, errorClass } = query;
    if (state !== 'PENDING' || endpointId !== null) return inOrder(query, ...rest);
    // What waits was never attempted.
    const hasAttempt = httpStatus !== null || errorClass !== null;
    return hasAttempt ? { rows: [], horizon: null } : waiting(query, ...rest);
  };
}
