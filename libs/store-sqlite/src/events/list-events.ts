import type { EventKey, EventListQuery, EventPage, ListedEvent } from '@webhooks/domain';

import { isThere } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';
import type { Direction } from '../sql/walk.ts';
import { createStateConditions } from './delivery-states.ts';
import type { EventFilter, EventSource } from './event-filter.ts';
import { eventColumns, toListedEvent } from './event-row.ts';
import type { EventRow } from './event-row.ts';
import { createEventMerge } from './merge-events.ts';
import { createEventWalk } from './walk-events.ts';
import type { FoundEvents } from './walk-events.ts';

/** What a query means once what it names is found; null source: all accounts of the user. */
type Scope = { readonly filterOf: (accountId: number) => EventFilter } & (
  | {
      readonly userId: number;
      readonly accountId: number | null;
      readonly object: null;
      /** What the accounts are listed by; that of an object is a filter. */
      readonly key: EventKey | null;
    }
  | { readonly accountId: number; readonly object: EventSource }
);

/** Pages through the events of a user's accounts by their recording; null: no such endpoint. */
export function createEventList(database: Database): (query: EventListQuery) => EventPage | null {
  const { connection } = database;
  const walk = createEventWalk(database);
  const stateOf = createStateConditions(database);
  const merge = createEventMerge(database, walk);
  const endpoint = connection.prepare<[string, number], { accountId: number; typeWebhook: string }>(
    `SELECT n.account_id AS accountId, n.type_webhook AS typeWebhook FROM endpoints AS n
     CROSS JOIN account_users AS u ON u.account_id = n.account_id
     WHERE n.id = ? AND u.user_id = ? AND ${isThere('n')}`,
  );
  const owner = connection
    .prepare<[string, number, number], number>(
      `SELECT o.account_id FROM objects AS o
       CROSS JOIN account_users AS u ON u.account_id = o.account_id
       WHERE o.resend_type = ? AND o.object_reference_id = ? AND u.user_id = ?`,
    )
    .pluck();
  const bySequences = connection.prepare<[string], EventRow>(
    `SELECT ${eventColumns} FROM json_each(?) CROSS JOIN events AS e ON e.seq = json_each.value
     CROSS JOIN accounts AS a ON a.id = e.account_id`,
  );

  /** Null: nobody can answer it. "nothing": it has no events. */
  function scopeOf(query: EventListQuery): Scope | 'nothing' | null {
    const { userId, resendType, objectReferenceId, startUs, endUs, types, endpointId, key } = query;
    const wanting = endpointId === null ? null : endpoint.get(endpointId, userId);
    if (wanting === undefined) return null;
    const filter = { startUs, endUs, types, typeWebhook: wanting?.typeWebhook ?? null };
    const named = [query.accountId, wanting?.accountId].filter((id) => typeof id === 'number');
    if (resendType === null || objectReferenceId === null) {
      const [accountId = null] = named;
      if (named.some((id) => id !== accountId)) return 'nothing';
      const filterOf = (id: number) => ({
        ...{ ...filter, resendType, key: null },
        state: stateOf(query, id),
      });
      return { userId, accountId, object: null, key, filterOf };
    }
    const accountId = owner.get(resendType, objectReferenceId, userId);
    if (accountId === undefined || named.some((id) => id !== accountId)) return 'nothing';
    const object = { resendType, objectReferenceId };
    const filterOf = (id: number) => ({
      ...{ ...filter, resendType: null, key },
      state: stateOf(query, id),
    });
    return { accountId, object, filterOf };
  }

  function find(
    scope: Scope,
    direction: Direction,
    from: number | null,
    limit: number,
  ): FoundEvents {
    const { filterOf } = scope;
    if (scope.object === null) return merge(scope, filterOf, direction, from, limit);
    return walk(scope.object, filterOf(scope.accountId), direction, from, limit);
  }

  function read(sequences: readonly number[]): ListedEvent[] {
    const rows = bySequences.all(JSON.stringify(sequences));
    return rows.map(toListedEvent).sort((one, other) => other.sequence - one.sequence);
  }

  return (query) => {
    const scope = scopeOf(query);
    if (scope === null) return null;
    if (scope === 'nothing') return { events: [], next: null, previous: null };
    const { cursor, limit } = query;
    const direction = cursor !== null && query.direction === 'PREVIOUS' ? 'up' : 'down';
    const { sequences, horizon } = find(scope, direction, cursor, limit + 1);
    const page = sequences.slice(0, limit);
    const ahead = sequences.length > limit ? (page.at(-1) ?? null) : horizon;
    const behind = page.at(0) ?? cursor;
    const events = read(page);
    if (cursor === null) return { events, next: ahead, previous: null };

    const back = find(scope, direction === 'down' ? 'up' : 'down', behind, 1);
    const hasBack = back.sequences.length > 0 || back.horizon !== null;
    const backwards = hasBack ? behind : null;
    return direction === 'down'
      ? { events, next: ahead, previous: backwards }
      : { events, next: backwards, previous: ahead };
  };
}
