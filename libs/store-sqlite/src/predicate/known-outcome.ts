import { sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/*
 * What is known of an event (e) at an endpoint (t) at a moment. Whatever came to be known later is
 * looked behind by its number, so that a frozen set never changes.
 */

/** A snapshot in SQL: parameters, or columns of a stored resend. */
export interface SnapshotTerms {
  readonly record: Sql;
  readonly change: Sql;
  readonly outcome: Sql;
  readonly resend: Sql;
  readonly retryingSinceUs: Sql;
}

/**
 * The latest outcome: 'UNKNOWN' where there is none. Ours is that of the delivery settled last of
 * those that were attempted, pruned ones included. It counts unless the sender's is newer.
 */
export function knownOutcome(snapshot: SnapshotTerms): Sql {
  // Odd numbers are ours: at the same millisecond ours counts.
  return sql`coalesce(
    (SELECT outcome FROM (
       SELECT outcome, max(rank) FROM (
         ${ourOutcome(snapshot)}
         UNION ALL
         ${senderOutcome(snapshot)})
       WHERE outcome IS NOT NULL)),
    'UNKNOWN')`;
}

/** Says whether a 2xx is known from anybody, at any time. */
export function isDelivered(snapshot: SnapshotTerms): Sql {
  return sql`(coalesce(
      (SELECT max(o.outcome = 'DELIVERED') ${reportedOutcomes(snapshot)}),
      ${ownOutcome(snapshot)} = 'DELIVERED',
      0)
    OR EXISTS (
      SELECT 1 FROM deliveries AS d INDEXED BY deliveries_by_event
      WHERE d.event_seq = e.seq AND d.endpoint_id = t.endpoint_id
        AND d.state = 'DELIVERED' AND d.settled_by <= ${snapshot.record})
    OR EXISTS (
      SELECT 1 FROM known_outcomes AS k
      WHERE k.event_seq = e.seq AND k.endpoint_id = t.endpoint_id
        AND (k.outcome = 'DELIVERED' OR k.was_delivered = 1)))`;
}

/** Says whether the sender has it in hand: RETRYING is the last that it said, and not long ago. */
export function isRetriedBySender(snapshot: SnapshotTerms): Sql {
  return sql`coalesce(
    (SELECT outcome = 'RETRYING' AND occurred_at_us >= ${snapshot.retryingSinceUs}
     FROM (${newestReported(snapshot)})), 0)`;
}

function ourOutcome({ record }: SnapshotTerms): Sql {
  return sql`SELECT outcome, coalesce(settled_at_ms, ${Number.MAX_SAFE_INTEGER}) * 2 + 1 AS rank
    FROM (
      SELECT outcome, settled_at_ms, max(settled_by) FROM (
        SELECT iif(d.state = 'DELIVERED', 'DELIVERED', 'FAILED') AS outcome,
          d.settled_at_ms, d.settled_by
        FROM deliveries AS d INDEXED BY deliveries_by_event
        WHERE d.event_seq = e.seq AND d.endpoint_id = t.endpoint_id
          AND d.attempts > 0 AND d.settled_by <= ${record}
        UNION ALL
        SELECT k.outcome, k.settled_at_ms, k.settled_by FROM known_outcomes AS k
        WHERE k.event_seq = e.seq AND k.endpoint_id = t.endpoint_id
          AND k.settled_by <= ${record}))`;
}

/** What was reported of this endpoint, else what the event came with. */
function senderOutcome(snapshot: SnapshotTerms): Sql {
  return sql`SELECT
      iif(outcome IS NULL, ${ownOutcome(snapshot)},
        iif(outcome = 'RETRYING' AND occurred_at_us < ${snapshot.retryingSinceUs},
          'FAILED', outcome)) AS outcome,
      coalesce(occurred_at_us, e.occurred_at_us) / 1000 * 2 AS rank
    FROM (${newestReported(snapshot)})`;
}

/** One row; nulls where nothing was reported. What happened at once is distinguished by what it means. */
function newestReported(snapshot: SnapshotTerms): Sql {
  return sql`SELECT o.outcome, o.occurred_at_us, max(o.occurred_at_us * 4 + CASE o.outcome
      WHEN 'DELIVERED' THEN 3 WHEN 'FAILED' THEN 2 WHEN 'RETRYING' THEN 1 ELSE 0 END)
    ${reportedOutcomes(snapshot)}`;
}

function reportedOutcomes({ outcome }: SnapshotTerms): Sql {
  return sql`FROM endpoint_outcomes AS o INDEXED BY endpoint_outcomes_by_event
    WHERE o.event_seq = e.seq AND o.endpoint_id = t.endpoint_id AND o.id <= ${outcome}`;
}

/** What the event came with, for every endpoint; null where that is unknown. */
function ownOutcome({ change }: SnapshotTerms): Sql {
  return sql`nullif(coalesce(
    (SELECT c.previous FROM event_outcome_changes AS c
     WHERE c.event_seq = e.seq AND c.id > ${change} ORDER BY c.id LIMIT 1),
    e.outcome), 'UNKNOWN')`;
}
