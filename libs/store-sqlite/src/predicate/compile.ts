import { HEALTH_NOTIFICATION_TYPE, NOTIFICATION_TYPE } from '@webhooks/domain';
import type { ResendPredicate } from '@webhooks/domain';
import type {
  EventKey,
  SelectedSet,
  DeliveryCursor,
  RetriedCursor,
  SetEndpoints,
  Span,
} from '@webhooks/store-kit';

import { list, nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { isHeldByResend } from './in-hand.ts';
import { isDelivered, isRetriedBySender, knownOutcome } from './known-outcome.ts';
import type { SnapshotTerms } from './known-outcome.ts';
import { hasNewer, newestCondition } from './newest-events.ts';
import { endOfListChunk, listCondition, listSource } from './listed-events.ts';

/*
 * The only place where a predicate becomes SQL, with what known-outcome.ts and in-hand.ts say of one
 * event at one endpoint, listed-events.ts of a list, and
 * newest-events.ts of what is newest. A set is walked over its events (e) in order of
 * occurrence and, for each of them, over the frozen endpoints of its resend (t) by id. Index and
 * join order are fixed in the text, so that a walk stops and continues anywhere without a sort, but
 * that of a list, which sorts each of its small parts. The set of a retry is walked over the deliveries (d) that it delivers again.
 */

/** Neither its owner nor a 410 that still counts disabled the endpoint (n). */
const isEnabled = sql`n.disabled_at_ms IS NULL AND NOT EXISTS (
  SELECT 1 FROM endpoint_health AS h
  WHERE h.endpoint_id = n.id AND h.gone_at_ms IS NOT NULL AND h.gone_revision >= n.revision)`;

/** FROM and WHERE over the events (e) of a span, whether or not an endpoint wants them. */
export function eventsOf(predicate: ResendPredicate, span: Span): Sql {
  return sql`FROM ${eventSource(predicate, span)} WHERE ${eventCondition(predicate, span)}`;
}

/** FROM and WHERE over the deliveries (e, t) of a span. */
export function deliveriesOf(set: SelectedSet, span: Span): Sql {
  const { predicate, endpoints, replaced } = set;
  return sql`FROM ${eventSource(predicate, span)} CROSS JOIN ${endpointSource(endpoints)} AS t
    WHERE ${eventCondition(predicate, span)} AND ${isWanted(predicate, endpoints)}
      ${replaced === null ? outcomeCondition(set) : sql`AND ${hasDelivery(set)}`}`;
}

/**
 * Says whether an event (e) of the account and the type of a set has a delivery in it, or would have
 * one if it were not sent elsewhere.
 */
export function hasDelivery(set: SelectedSet): Sql {
  return sql`EXISTS (SELECT 1 ${askedEndpoints(set)} ${outcomeCondition(set)})`;
}

/** FROM and WHERE over the endpoints (t) whose known outcomes decide about an event (e). */
function askedEndpoints({ predicate, endpoints, replaced }: SelectedSet): Sql {
  const source =
    replaced === null
      ? endpointSource(endpoints)
      : endpointSource(replaced, sql`resend_replaced_endpoints`);
  return sql`FROM ${source} AS t WHERE ${isWanted(predicate, replaced ?? endpoints)}`;
}

/** Says whether an endpoint (t) is of the set and wants an event (e) of its type. */
function isWanted({ resendType }: ResendPredicate, endpoints: SetEndpoints): Sql {
  return sql`${'given' in endpoints ? nothing : sql`t.resend_id = ${endpoints.resendId} AND`}
    (t.type_webhook = ${resendType} OR t.type_webhook = e.type)`;
}

/** The same, whatever their state: what UNDELIVERED leaves out is among them. */
export function deliveriesOfAnyState(set: SelectedSet, span: Span): Sql {
  return deliveriesOf({ ...set, predicate: { ...set.predicate, deliveryState: 'ALL' } }, span);
}

/** FROM and WHERE over the events of a span that have deliveries, each of them once. */
export function eventsWithDeliveries(set: SelectedSet, span: Span): Sql {
  // In the order of the index: no sort.
  return sql`FROM (SELECT 1 ${deliveriesOf(set, span)} GROUP BY e.occurred_at_us, e.seq)`;
}

/** The same of those events that have a newer one of their object outside the set. */
export function eventsWithNewer(set: SelectedSet, span: Span): Sql {
  return sql`FROM (SELECT 1 ${deliveriesOf(set, span)} AND ${hasNewer(set.predicate)}
    GROUP BY e.occurred_at_us, e.seq)`;
}

/** The latest outcome of a delivery (e, t) that is known: 'UNKNOWN' where there is none. */
export function lastOutcomeOf(set: SelectedSet): Sql {
  const { deliveryState } = set.predicate;
  // Nothing is known where it goes: what is known elsewhere is of others.
  if (set.replaced !== null) return sql`'UNKNOWN'`;
  // What passes such a filter is known.
  return deliveryState === 'FAILED' || deliveryState === 'NEVER_ATTEMPTED'
    ? sql`${deliveryState}`
    : knownOutcome(termsOf(set));
}

/** What UNDELIVERED makes of a delivery. */
export type Standing = 'DELIVERED' | 'HELD' | 'RETRIED' | 'FREE';

/**
 * What UNDELIVERED makes of a delivery (e, t) of any state: 'DELIVERED' or in hand, 'HELD' by a
 * resend or 'RETRIED' by the sender, else 'FREE'; always 'FREE' for the other filters.
 */
export function standingOf(set: SelectedSet): Sql {
  if (set.predicate.deliveryState !== 'UNDELIVERED') return sql`'FREE'`;
  const snapshot = termsOf(set);
  const standing = sql`CASE WHEN ${isDelivered(snapshot)} THEN 'DELIVERED'
    WHEN ${isHeldByResend(snapshot)} THEN 'HELD'
    WHEN ${isRetriedBySender(snapshot)} THEN 'RETRIED' ELSE 'FREE' END`;
  if (set.replaced === null) return standing;
  // It goes where it is free at one of them; such names come last by their rank.
  return sql`(SELECT substr(max(CASE standing WHEN 'DELIVERED' THEN '0' WHEN 'HELD' THEN '1'
      WHEN 'RETRIED' THEN '2' ELSE '3' END || standing), 2)
    FROM (SELECT ${standing} AS standing ${askedEndpoints(set)}))`;
}

/** FROM, WHERE and ORDER BY over the deliveries (e, t) behind a place, up to and with an event. */
export function deliveriesBehind(set: SelectedSet, cursor: DeliveryCursor, through: EventKey): Sql {
  const order = sql`ORDER BY e.occurred_at_us, e.seq, t.endpoint_id`;
  const { occurredAtUs, seq, endpointId } = cursor;
  if (endpointId === null) return sql`${deliveriesOf(set, { after: cursor, through })} ${order}`;

  // The event of the place may have endpoints left: begin with it, not behind it.
  const rest = deliveriesOf(set, { after: { occurredAtUs, seq: seq - 1 }, through });
  return sql`${rest} AND (e.seq <> ${seq} OR t.endpoint_id > ${endpointId}) ${order}`;
}

/** Joins the events (e) of what is retried. */
export const eventOfRetried = sql`CROSS JOIN events AS e ON e.seq = d.event_seq`;

/** FROM and WHERE over what did not succeed (d) in a settled resend, behind a place. */
export function retriedBehind(
  retryOfId: number,
  cursor: RetriedCursor | null,
  join: Sql = nothing,
): Sql {
  return sql`FROM deliveries AS d INDEXED BY deliveries_unsuccessful ${join}
    WHERE d.resend_id = ${retryOfId} AND d.position > ${cursor?.position ?? 0}
      AND (d.state = 'FAILED' OR d.state = 'CANCELLED' OR d.state = 'SKIPPED')`;
}

/** SELECT of the event (EventKey) that ends a part of a walk; no row when less than that is left. */
export function endOfChunk(predicate: ResendPredicate, span: Span, events: number): Sql {
  // Counts what the walk passes, not what it finds: rare event types must not make a part longer.
  const asOfSeq = Number.MAX_SAFE_INTEGER;
  const passed = { ...predicate, eventTypes: [], latestOnly: false, asOfSeq };
  if (predicate.list !== null) return endOfListChunk(passed, predicate.list, span, events);
  return sql`SELECT e.occurred_at_us AS occurredAtUs, e.seq ${eventsOf(passed, span)}
    ORDER BY e.occurred_at_us, e.seq LIMIT 1 OFFSET ${events - 1}`;
}

/**
 * SELECT of the endpoints (CandidateRow) that could take part. What each of them wants of the events
 * is decided in the walk: which types occur is not looked at here.
 */
export function candidatesOf(predicate: ResendPredicate): Sql {
  const { accountId, resendType, eventTypes, endpointIds } = predicate;
  const types =
    eventTypes.length === 0
      ? sql`n.type_webhook <> ${resendType === 'CASHIN' ? 'CASHOUT' : 'CASHIN'}`
      : sql`n.type_webhook IN (${list([resendType, ...eventTypes])})`;
  const named = endpointIds.length === 0 ? nothing : sql`AND n.id IN (${list(endpointIds)})`;
  return sql`SELECT n.id, n.type_webhook AS typeWebhook, ${isEnabled} AS enabled
    FROM endpoints AS n INDEXED BY endpoints_by_account
    WHERE n.account_id = ${accountId} AND n.removed_at_ms IS NULL AND n.is_test = 0
      AND n.type_webhook <> ${NOTIFICATION_TYPE}
      AND n.type_webhook <> ${HEALTH_NOTIFICATION_TYPE} AND ${types} ${named}`;
}

/** SELECT of one endpoint (CandidateRow) that was named to get all. */
export function targetOf(endpointId: string): Sql {
  return sql`SELECT n.id, n.type_webhook AS typeWebhook, ${isEnabled} AS enabled
    FROM endpoints AS n WHERE n.id = ${endpointId} AND n.removed_at_ms IS NULL`;
}

/** The whole walk of a predicate. */
export function wholeSpan({ range }: ResendPredicate): Span {
  return {
    after: { occurredAtUs: range?.startUs ?? Number.MIN_SAFE_INTEGER, seq: 0 },
    through: {
      occurredAtUs: range?.endUs ?? Number.MAX_SAFE_INTEGER,
      seq: Number.MAX_SAFE_INTEGER,
    },
  };
}

function eventSource(predicate: ResendPredicate, span: Span): Sql {
  const { objectReferenceId, list: named } = predicate;
  if (named !== null) return listSource(predicate, named, span);
  return objectReferenceId === null
    ? sql`events AS e INDEXED BY events_by_account`
    : sql`events AS e INDEXED BY events_by_object`;
}

function endpointSource(endpoints: SetEndpoints, kept: Sql = sql`resend_endpoints`): Sql {
  if (!('given' in endpoints)) return kept;
  const rows = endpoints.given.map(({ id, typeWebhook }) => [id, typeWebhook]);
  // Read once for each statement, not once for each event.
  return sql`(WITH given AS MATERIALIZED (
      SELECT value ->> 0 AS endpoint_id, value ->> 1 AS type_webhook
      FROM json_each(${JSON.stringify(rows)}))
    SELECT * FROM given)`;
}

function eventCondition(predicate: ResendPredicate, { after, through }: Span): Sql {
  const { accountId, resendType, objectReferenceId, list: named, eventTypes, asOfSeq } = predicate;
  const object =
    objectReferenceId === null ? nothing : sql`AND e.object_reference_id = ${objectReferenceId}`;
  const types = eventTypes.length === 0 ? nothing : sql`AND e.type IN (${list(eventTypes)})`;
  return sql`e.account_id = ${accountId} AND e.resend_type = ${resendType} ${object}
    ${named === null ? nothing : listCondition(named)}
    AND (e.occurred_at_us, e.seq) > (${after.occurredAtUs}, ${after.seq})
    AND (e.occurred_at_us, e.seq) <= (${through.occurredAtUs}, ${through.seq})
    AND e.seq <= ${asOfSeq} ${types} ${newestCondition(predicate)}`;
}

function outcomeCondition(set: SelectedSet): Sql {
  const { deliveryState, includeInHand } = set.predicate;
  const snapshot = termsOf(set);
  switch (deliveryState) {
    case 'ALL':
      return nothing;
    case 'UNDELIVERED':
      return includeInHand
        ? sql`AND NOT ${isDelivered(snapshot)}`
        : sql`AND NOT ${isDelivered(snapshot)} AND NOT ${isRetriedBySender(snapshot)}
          AND NOT ${isHeldByResend(snapshot)}`;
    case 'FAILED':
    case 'NEVER_ATTEMPTED':
      return sql`AND ${knownOutcome(snapshot)} = ${deliveryState}`;
  }
}

function termsOf({ asOf }: SelectedSet): SnapshotTerms {
  return {
    record: sql`${asOf.record}`,
    change: sql`${asOf.change}`,
    outcome: sql`${asOf.outcome}`,
    resend: sql`${asOf.resend}`,
    retryingSinceUs: sql`${asOf.retryingSinceUs}`,
  };
}
