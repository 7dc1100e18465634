import type { EventListQuery, ResendType } from '@webhooks/domain';

import { list, nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/** Away from a place in the list. */
export type Way = 'older' | 'newer';

/** A list that is walked by sequence: the events of an account, or those of an object. */
export type EventSource =
  | { readonly accountId: number }
  | { readonly resendType: ResendType; readonly objectReferenceId: number };

/** What is asked of the events; the endpoint of the query is given by what it wants. */
export interface EventFilter extends Pick<
  EventListQuery,
  'resendType' | 'startUs' | 'endUs' | 'types'
> {
  readonly typeWebhook: string | null;
}

/** FROM and WHERE over the events (e) of a list, by an index that holds all that a filter looks at. */
export function eventsIn(source: EventSource): Sql {
  if ('accountId' in source) {
    return sql`FROM events AS e INDEXED BY events_by_recording WHERE e.account_id = ${source.accountId}`;
  }
  return sql`FROM events AS e INDEXED BY events_by_object_recording
    WHERE e.resend_type = ${source.resendType}
      AND e.object_reference_id = ${source.objectReferenceId}`;
}

/** The conditions of a filter; nothing when it lets everything through. */
export function conditionsOf(filter: EventFilter): Sql {
  const { resendType, startUs, endUs, types, typeWebhook } = filter;
  const conditions = [
    resendType === null ? nothing : sql`AND e.resend_type = ${resendType}`,
    startUs === null ? nothing : sql`AND e.occurred_at_us >= ${startUs}`,
    endUs === null ? nothing : sql`AND e.occurred_at_us <= ${endUs}`,
    types.length === 0 ? nothing : sql`AND e.type IN (${list(types)})`,
    typeWebhook === null
      ? nothing
      : sql`AND (e.resend_type = ${typeWebhook} OR e.type = ${typeWebhook})`,
  ].filter((condition) => condition !== nothing);
  return conditions.reduce((all, condition) => sql`${all} ${condition}`, nothing);
}

/** The part of a walk beyond a sequence (null: all of it), nearest first. */
export function beyond(way: Way, from: number | null): Sql {
  const order = way === 'newer' ? sql`ORDER BY e.seq` : sql`ORDER BY e.seq DESC`;
  if (from === null) return order;
  return way === 'newer' ? sql`AND e.seq > ${from} ${order}` : sql`AND e.seq < ${from} ${order}`;
}

/** The part of a walk up to and with a sequence. */
export function upTo(way: Way, horizon: number | null): Sql {
  if (horizon === null) return nothing;
  return way === 'newer' ? sql`AND e.seq <= ${horizon}` : sql`AND e.seq >= ${horizon}`;
}
