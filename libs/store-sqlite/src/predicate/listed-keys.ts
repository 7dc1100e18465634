import type { PredicateList, ResendPredicate } from '@webhooks/domain';
import type { Span } from '@webhooks/store-kit';

import { nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/** The entries (l) of a list; those of a resend have its id. */
export function entriesOf({ field, entries }: PredicateList): Sql {
  if (!('given' in entries))
    return field === 'keys' ? sql`resend_keys AS l` : sql`resend_entries AS l`;
  const given = JSON.stringify(entries.given);
  return field === 'keys'
    ? sql`(SELECT json_each.value ->> 'name' AS name, json_each.value ->> 'value' AS value
        FROM json_each(${given})) AS l`
    : sql`(SELECT value AS entry FROM json_each(${given})) AS l`;
}

/** Keys of events (k) that a key (l) of a list is found by in a span, and the condition. */
export function eventsOfKeys(
  { accountId, resendType }: ResendPredicate,
  { entries, asOfKey }: PredicateList,
  { after, through }: Span,
): Sql {
  const ofResend = 'given' in entries ? nothing : sql`AND l.resend_id = ${entries.resendId}`;
  return sql`event_keys AS k INDEXED BY event_keys_by_occurrence
    WHERE k.account_id = ${accountId} AND k.resend_type = ${resendType}
      AND k.name = l.name AND k.value = l.value ${ofResend}
      AND (k.occurred_at_us, k.event_seq) > (${after.occurredAtUs}, ${after.seq})
      AND (k.occurred_at_us, k.event_seq) <= (${through.occurredAtUs}, ${through.seq})
      AND k.id <= ${asOfKey}`;
}

/** Says whether an event, by its sequence, has a key of a list. */
export function hasListedKey(sequence: Sql, { entries, asOfKey }: PredicateList): Sql {
  const isIn =
    'given' in entries
      ? sql`(k.name, k.value) IN (SELECT json_each.value ->> 'name', json_each.value ->> 'value'
          FROM json_each(${JSON.stringify(entries.given)}))`
      : sql`EXISTS (SELECT 1 FROM resend_keys AS x WHERE x.resend_id = ${entries.resendId}
          AND x.name = k.name AND x.value = k.value)`;
  return sql`EXISTS (SELECT 1 FROM event_keys AS k INDEXED BY event_keys_by_event
    WHERE k.event_seq = ${sequence} AND k.id <= ${asOfKey} AND ${isIn})`;
}

/** The same over the columns of a stored resend (r). */
export function hasStoredKey(sequence: Sql): Sql {
  return sql`EXISTS (SELECT 1 FROM event_keys AS k INDEXED BY event_keys_by_event
    CROSS JOIN resend_keys AS x ON x.resend_id = r.id AND x.name = k.name AND x.value = k.value
    WHERE k.event_seq = ${sequence} AND k.id <= r.as_of_key)`;
}
