import type { EventKey, EventListQuery, ResendType } from '@webhooks/domain';

import { allOf, list, nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/** A list that is walked by sequence: the events of an account, all or those of a key, or of an object. */
export type EventSource =
  | { readonly accountId: number; readonly key: EventKey | null }
  | { readonly resendType: ResendType; readonly objectReferenceId: number };

/** What is asked of the events; the endpoint of the query is given by what it wants. */
export interface EventFilter extends Pick<
  EventListQuery,
  'resendType' | 'startUs' | 'endUs' | 'types'
> {
  /** Null where the list is that of the key already. */
  readonly key: EventKey | null;
  readonly typeWebhook: string | null;
  readonly state: StateCondition | null;
}

/** A condition over events (e) that costs more than others. */
export interface StateCondition {
  readonly condition: Sql;
  /** Events that may be asked about in one walk. */
  readonly examined: number;
}

/** FROM and WHERE over the events (e) of a list, by an index that holds all that a filter looks at. */
export function eventsIn(source: EventSource): Sql {
  if ('accountId' in source && source.key !== null)
    return eventsOfKey(source.key, source.accountId);
  if ('accountId' in source) {
    return sql`FROM events AS e INDEXED BY events_by_recording WHERE e.account_id = ${source.accountId}`;
  }
  return sql`FROM events AS e INDEXED BY events_by_object_recording
    WHERE e.resend_type = ${source.resendType}
      AND e.object_reference_id = ${source.objectReferenceId}`;
}

/** FROM and WHERE over the events of an account, given as a number or by a column, that have a key. */
export function eventsOfKey({ name, value }: EventKey, accountId: number | Sql): Sql {
  return sql`FROM event_keys AS k INDEXED BY event_keys_by_recording
    CROSS JOIN events AS e ON e.seq = k.event_seq
    WHERE k.account_id = ${accountId} AND k.name = ${name} AND k.value = ${value}`;
}

/** What a list is ordered by: the sequence, in the index that it is walked by. */
export function placeIn(source: EventSource): Sql {
  return 'accountId' in source && source.key !== null ? sql`k.event_seq` : sql`e.seq`;
}

/** The conditions of a filter; nothing when it lets everything through. */
export function conditionsOf(filter: EventFilter): Sql {
  const { resendType, startUs, endUs, types, typeWebhook, key, state } = filter;
  return allOf([
    resendType === null ? nothing : sql`AND e.resend_type = ${resendType}`,
    startUs === null ? nothing : sql`AND e.occurred_at_us >= ${startUs}`,
    endUs === null ? nothing : sql`AND e.occurred_at_us <= ${endUs}`,
    types.length === 0 ? nothing : sql`AND e.type IN (${list(types)})`,
    typeWebhook === null
      ? nothing
      : sql`AND (e.resend_type = ${typeWebhook} OR e.type = ${typeWebhook})`,
    key === null
      ? nothing
      : sql`AND EXISTS (SELECT 1 FROM event_keys AS k
          WHERE k.event_seq = e.seq AND k.name = ${key.name} AND k.value = ${key.value})`,
    state?.condition ?? nothing,
  ]);
}
