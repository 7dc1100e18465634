import type { PredicateList, ResendPredicate } from '@webhooks/domain';
import type { Span } from '@webhooks/store-kit';

import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { entriesOf, eventsOfKeys } from './listed-keys.ts';

/*
 * Events (e) that are named one by one, through the entries (l) of their list. Each entry is looked up
 * by itself, so what else the account has costs nothing.
 */

/** Events that one step looks at to find its end, whatever the list has. */
const maxLooks = 20_000;

/** FROM; the condition belongs to it. */
export function listSource(predicate: ResendPredicate, list: PredicateList, span: Span): Sql {
  const { field } = list;
  if (field === 'keys') {
    // An event may have several of the keys.
    return sql`(SELECT DISTINCT k.event_seq AS entry FROM ${entriesOf(list)}
        CROSS JOIN ${eventsOfKeys(predicate, list, span)}) AS l
      CROSS JOIN events AS e NOT INDEXED`;
  }
  return field === 'event_ids'
    ? sql`${entriesOf(list)} CROSS JOIN events AS e NOT INDEXED`
    : sql`${entriesOf(list)} CROSS JOIN events AS e INDEXED BY events_by_object`;
}

/** What joins the entries to their events. */
export function listCondition(list: PredicateList): Sql {
  const { field, entries } = list;
  const joined =
    field === 'object_reference_ids'
      ? sql`AND e.object_reference_id = l.entry`
      : sql`AND e.seq = l.entry`;
  return 'given' in entries || field === 'keys'
    ? joined
    : sql`AND l.resend_id = ${entries.resendId} ${joined}`;
}

/**
 * SELECT of the event (EventKey) that ends a part of the walk. An object or a key may have any number of
 * events: of each only those are sorted that could come into the part.
 */
export function endOfListChunk(
  predicate: ResendPredicate,
  list: PredicateList,
  span: Span,
  events: number,
): Sql {
  const wanted = Math.max(1, Math.min(events, Math.floor(maxLooks / Math.max(1, list.count))));
  const { entries } = list;
  const ofResend = 'given' in entries ? nothing : sql`WHERE l.resend_id = ${entries.resendId}`;
  return sql`SELECT e.occurred_at_us AS occurredAtUs, e.seq
    FROM ${entriesOf(list)} CROSS JOIN events AS e NOT INDEXED
      ON e.seq IN (${nearest(predicate, list, span, wanted)}) ${ofResend}
    ORDER BY e.occurred_at_us, e.seq LIMIT 1 OFFSET ${wanted - 1}`;
}

/** SELECT of the first events of an entry in a span. */
function nearest(predicate: ResendPredicate, list: PredicateList, span: Span, wanted: number): Sql {
  const { after, through } = span;
  const inSpan = sql`(o.occurred_at_us, o.seq) > (${after.occurredAtUs}, ${after.seq})
    AND (o.occurred_at_us, o.seq) <= (${through.occurredAtUs}, ${through.seq})`;
  switch (list.field) {
    case 'event_ids':
      return sql`SELECT o.seq FROM events AS o NOT INDEXED WHERE o.seq = l.entry AND ${inSpan}`;
    case 'object_reference_ids':
      return sql`SELECT o.seq FROM events AS o INDEXED BY events_by_object
        WHERE o.resend_type = ${predicate.resendType} AND o.object_reference_id = l.entry
          AND o.account_id = ${predicate.accountId} AND ${inSpan}
        ORDER BY o.occurred_at_us, o.seq LIMIT ${wanted}`;
    case 'keys':
      return sql`SELECT k.event_seq FROM ${eventsOfKeys(predicate, list, span)}
        ORDER BY k.occurred_at_us, k.event_seq LIMIT ${wanted}`;
  }
}
