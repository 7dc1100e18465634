import type { DeliveryListQuery, DeliveryPage, DeliveryState } from '@webhooks/domain';
import { toDelivery } from '@webhooks/store-kit';
import type { DeliveryRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { createWaitingPositions } from './waiting-positions.ts';
import type { Direction } from './waiting-positions.ts';

/** Pages through the deliveries of a resend by position; a state is walked in its own index. */
export function createDeliveryList(database: Database): (query: DeliveryListQuery) => DeliveryPage {
  const statements = createStatementCache(database.connection);
  const waitingPositions = createWaitingPositions(database);
  const atPositions = database.connection.prepare<[string, number], DeliveryRow>(
    `SELECT ${deliveryColumns.text} FROM json_each(?)
     CROSS JOIN deliveries AS d ON d.resend_id = ? AND d.position = json_each.value
     CROSS JOIN events AS e ON e.seq = d.event_seq`,
  );

  function run({ text, parameters }: Sql): DeliveryRow[] {
    return statements<DeliveryRow>(text).all(...parameters);
  }

  function rows(
    { resendId, state }: DeliveryListQuery,
    direction: Direction,
    from: number | null,
    limit: number,
  ): DeliveryRow[] {
    if (state !== 'PENDING') return run(inState(resendId, state, direction, from, limit));
    const positions = waitingPositions(resendId, direction, from, limit);
    const upwards = atPositions.all(JSON.stringify(positions), resendId).sort(byPosition);
    return direction === 'up' ? upwards : upwards.reverse();
  }

  function reachable(
    query: DeliveryListQuery,
    direction: Direction,
    position: number,
  ): number | null {
    return rows(query, direction, position, 1).length === 0 ? null : position;
  }

  return (query) => {
    const { cursorPosition: cursor, limit } = query;
    const direction = cursor !== null && query.direction === 'PREVIOUS' ? 'down' : 'up';
    const found = rows(query, direction, cursor, limit + 1);
    const hasMore = found.length > limit;
    const deliveries = found.slice(0, limit).map(toDelivery);
    if (direction === 'down') deliveries.reverse();

    const first = deliveries.at(0)?.position ?? cursor;
    const last = deliveries.at(-1)?.position ?? cursor;
    if (cursor === null) return { deliveries, next: hasMore ? last : null, previous: null };
    return direction === 'up'
      ? {
          deliveries,
          next: hasMore ? last : null,
          previous: first === null ? null : reachable(query, 'down', first),
        }
      : {
          deliveries,
          next: last === null ? null : reachable(query, 'up', last),
          previous: hasMore ? first : null,
        };
  };
}

/** Columns of DeliveryRow over deliveries (d) and their events (e). */
export const deliveryColumns = sql`d.resend_id, d.position, e.id AS event_id, e.type AS event_type,
  e.occurred_at_us, e.object_reference_id, d.endpoint_id, d.state, d.reason, d.attempts,
  d.last_http_status, d.last_error_class, d.duplicate, d.next_attempt_at_ms, d.settled_at_ms`;

function inState(
  resendId: number,
  state: Exclude<DeliveryState, 'PENDING'> | null,
  direction: Direction,
  from: number | null,
  limit: number,
): Sql {
  const source = state === null ? nothing : sql`INDEXED BY deliveries_by_state`;
  const filter = state === null ? nothing : sql`AND d.state = ${state} AND d.state <> 'PENDING'`;
  return sql`SELECT ${deliveryColumns} FROM deliveries AS d ${source}
    CROSS JOIN events AS e ON e.seq = d.event_seq
    WHERE d.resend_id = ${resendId} ${filter} ${beyond(direction, from)} LIMIT ${limit}`;
}

function byPosition(one: DeliveryRow, other: DeliveryRow): number {
  return one.position - other.position;
}

function beyond(direction: Direction, from: number | null): Sql {
  return direction === 'up'
    ? sql`AND d.position > ${from ?? 0} ORDER BY d.position`
    : sql`AND d.position < ${from ?? Number.MAX_SAFE_INTEGER} ORDER BY d.position DESC`;
}
