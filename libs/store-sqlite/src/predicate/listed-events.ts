import type { PredicateList, ResendPredicate } from '@webhooks/domain';
import type { Span } from '@webhooks/store-kit';

import { sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/*
 * Events (e) that are named one by one, through the entries (l) of their list. Each entry is looked up
 * by itself, so what else the account has costs nothing.
 */

/** Events that one step looks at to find its end, whatever the list has. */
const maxLooks = 20_000;

/** FROM; the condition belongs to it. */
export function listSource(list: PredicateList): Sql {
  return list.field === 'event_ids'
    ? sql`${entriesOf(list)} CROSS JOIN events AS e NOT INDEXED`
    : sql`${entriesOf(list)} CROSS JOIN events AS e INDEXED BY events_by_object`;
}

/** What joins the entries to their events. */
export function listCondition({ field, entries }: PredicateList): Sql {
  const joined =
    field === 'event_ids' ? sql`AND e.seq = l.entry` : sql`AND e.object_reference_id = l.entry`;
  return 'given' in entries ? joined : sql`AND l.resend_id = ${entries.resendId} ${joined}`;
}

/**
 * SELECT of the event (EventKey) that ends a part of the walk. An object may have any number of
 * events: of each only those are sorted that could come into the part.
 */
export function endOfListChunk(
  { accountId, resendType }: ResendPredicate,
  list: PredicateList,
  { after, through }: Span,
  events: number,
): Sql {
  const wanted = Math.max(1, Math.min(events, Math.floor(maxLooks / Math.max(1, list.count))));
  const inSpan = sql`(o.occurred_at_us, o.seq) > (${after.occurredAtUs}, ${after.seq})
    AND (o.occurred_at_us, o.seq) <= (${through.occurredAtUs}, ${through.seq})`;
  const nearest =
    list.field === 'event_ids'
      ? sql`SELECT o.seq FROM events AS o NOT INDEXED WHERE o.seq = l.entry AND ${inSpan}`
      : sql`SELECT o.seq FROM events AS o INDEXED BY events_by_object
          WHERE o.resend_type = ${resendType} AND o.object_reference_id = l.entry
            AND o.account_id = ${accountId} AND ${inSpan}
          ORDER BY o.occurred_at_us, o.seq LIMIT ${wanted}`;
  const { entries } = list;
  const ofResend = 'given' in entries ? sql`` : sql`WHERE l.resend_id = ${entries.resendId}`;
  return sql`SELECT e.occurred_at_us AS occurredAtUs, e.seq
    FROM ${entriesOf(list)} CROSS JOIN events AS e NOT INDEXED ON e.seq IN (${nearest}) ${ofResend}
    ORDER BY e.occurred_at_us, e.seq LIMIT 1 OFFSET ${wanted - 1}`;
}

function entriesOf({ entries }: PredicateList): Sql {
  return 'given' in entries
    ? sql`(SELECT value AS entry FROM json_each(${JSON.stringify(entries.given)})) AS l`
    : sql`resend_entries AS l`;
}
