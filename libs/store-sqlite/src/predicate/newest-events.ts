import type { PredicateList, ResendPredicate } from '@webhooks/domain';

import { list, nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { hasListedKey, hasStoredKey } from './listed-keys.ts';

/*
 * Whether an event (e) is the newest of its object among those that a selection means. What is newer
 * (n) lies behind it in the index of its object, so that the first that is meant settles it.
 */

const behind = sql`FROM events AS n INDEXED BY events_by_object
  WHERE n.resend_type = e.resend_type AND n.object_reference_id = e.object_reference_id
    AND (n.occurred_at_us, n.seq) > (e.occurred_at_us, e.seq)`;

/** Nothing, unless the predicate asks for the newest alone. */
export function newestCondition(predicate: ResendPredicate): Sql {
  const { latestOnly, range, eventTypes, asOfSeq, list: named } = predicate;
  if (!latestOnly) return nothing;
  return sql`AND (e.object_reference_id IS NULL OR NOT EXISTS (
    SELECT 1 ${behind} AND n.seq <= ${asOfSeq}
      ${range === null ? nothing : sql`AND n.occurred_at_us <= ${range.endUs}`}
      ${eventTypes.length === 0 ? nothing : sql`AND n.type IN (${list(eventTypes)})`}
      ${named === null ? nothing : isListed(named)}))`;
}

/** Says whether anything newer of its object is known. */
export function hasNewer({ asOfSeq }: ResendPredicate): Sql {
  return sql`EXISTS (SELECT 1 ${behind} AND n.seq <= ${asOfSeq})`;
}

/** The same as newestCondition, over the columns of a stored resend (r). */
export const isNewestOfStored = sql`(r.latest_only = 0 OR e.object_reference_id IS NULL OR NOT EXISTS (
  SELECT 1 ${behind} AND n.seq <= r.as_of_seq
    AND (r.end_us IS NULL OR n.occurred_at_us <= r.end_us)
    AND (r.event_types = '[]' OR EXISTS (
      SELECT 1 FROM json_each(r.event_types) WHERE json_each.value = n.type))
    AND CASE r.list_field WHEN 'event_ids' THEN EXISTS (
        SELECT 1 FROM resend_entries AS l WHERE l.resend_id = r.id AND l.entry = n.seq)
      WHEN 'keys' THEN ${hasStoredKey(sql`n.seq`)} ELSE 1 END))`;

/** The objects of a list are those of their events already. */
function isListed(named: PredicateList): Sql {
  const { field, entries } = named;
  if (field === 'object_reference_ids') return nothing;
  if (field === 'keys') return sql`AND ${hasListedKey(sql`n.seq`, named)}`;
  return 'given' in entries
    ? sql`AND n.seq IN (SELECT value FROM json_each(${JSON.stringify(entries.given)}))`
    : sql`AND EXISTS (SELECT 1 FROM resend_entries AS x
        WHERE x.resend_id = ${entries.resendId} AND x.entry = n.seq)`;
}
