import { sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { isDelivered, isRetriedBySender, knownOutcome } from './known-outcome.ts';
import type { SnapshotTerms } from './known-outcome.ts';
import { hasStoredKey } from './listed-keys.ts';
import { isNewestOfStored } from './newest-events.ts';

/*
 * Which resends hold an event (e) for an endpoint (t) at a moment: those accepted before it in whose
 * set it is and that had not settled it. What is planned has a row. What is not planned yet is asked
 * of the predicate of its resend (r), which never has to ask the same again: see ADR 50.
 */

/** The numbers that a stored resend was frozen with. */
const ofStored: SnapshotTerms = {
  record: sql`r.as_of_recording`,
  change: sql`r.as_of_change`,
  outcome: sql`r.as_of_outcome`,
  resend: sql`r.id - 1`,
  retryingSinceUs: sql`r.retrying_since_us`,
};

/** Says whether a resend holds it. */
export function isHeldByResend(snapshot: SnapshotTerms): Sql {
  return sql`(${isHeldByPlan(snapshot)}
    OR ${isAheadOfPlan(snapshot, sql`r.object_reference_id IS NULL`)}
    OR ${isAheadOfPlan(snapshot, sql`r.object_reference_id = e.object_reference_id`)})`;
}

/** It has a row that was not settled then. */
function isHeldByPlan({ resend, record }: SnapshotTerms): Sql {
  return sql`EXISTS (
    SELECT 1 FROM deliveries AS d INDEXED BY deliveries_by_event
    WHERE d.event_seq = e.seq AND d.endpoint_id = t.endpoint_id AND d.resend_id <= ${resend}
      AND (d.settled_by IS NULL OR d.settled_by > ${record}))`;
}

/** It has no row yet, and is in the set of a resend that is planned on. */
function isAheadOfPlan({ resend }: SnapshotTerms, isOfObject: Sql): Sql {
  return sql`EXISTS (
    SELECT 1 FROM resends AS r INDEXED BY resends_unplanned
    CROSS JOIN resend_endpoints AS f ON f.resend_id = r.id AND f.endpoint_id = t.endpoint_id
    WHERE r.account_id = e.account_id AND ${isOfObject} AND r.plan_done = 0
      AND r.id <= ${resend}
      AND r.resend_type = e.resend_type AND e.seq <= r.as_of_seq
      AND (r.start_us IS NULL OR e.occurred_at_us >= r.start_us)
      AND (r.end_us IS NULL OR e.occurred_at_us <= r.end_us)
      AND (f.type_webhook = r.resend_type OR f.type_webhook = e.type)
      AND (r.event_types = '[]' OR EXISTS (
        SELECT 1 FROM json_each(r.event_types) WHERE json_each.value = e.type))
      AND NOT EXISTS (
        SELECT 1 FROM deliveries AS d INDEXED BY deliveries_by_event
        WHERE d.event_seq = e.seq AND d.endpoint_id = t.endpoint_id AND d.resend_id = r.id)
      AND ${isListed} AND (r.retry_of_id IS NOT NULL OR ${isNewestOfStored})
      AND ${passesStored})`;
}

/** It is in the list of a stored resend, or that has none; a retry goes by what it retries alone. */
const isListed = sql`(r.list_field IS NULL OR r.retry_of_id IS NOT NULL
  OR CASE r.list_field WHEN 'keys' THEN ${hasStoredKey(sql`e.seq`)} ELSE EXISTS (
    SELECT 1 FROM resend_entries AS l WHERE l.resend_id = r.id
      AND l.entry = iif(r.list_field = 'event_ids', e.seq, e.object_reference_id)) END)`;

/**
 * What a stored resend asks of the outcome. Of what its own predecessors hold, rows are enough: what
 * they have not planned they still hold, whoever else does.
 */
const passesStored = sql`CASE
  WHEN r.retry_of_id IS NOT NULL THEN EXISTS (
    SELECT 1 FROM deliveries AS u INDEXED BY deliveries_by_event
    WHERE u.event_seq = e.seq AND u.endpoint_id = t.endpoint_id AND u.resend_id = r.retry_of_id
      AND (u.state = 'FAILED' OR u.state = 'CANCELLED' OR u.state = 'SKIPPED'))
  WHEN r.delivery_state = 'ALL' THEN 1
  WHEN r.delivery_state = 'UNDELIVERED' THEN
    NOT ${isDelivered(ofStored)} AND (r.include_in_hand = 1
      OR NOT (${isHeldByPlan(ofStored)} OR ${isRetriedBySender(ofStored)}))
  ELSE ${knownOutcome(ofStored)} = r.delivery_state
END`;
