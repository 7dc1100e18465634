import type {
  ResendCursor,
  ResendKind,
  ResendListQuery,
  ResendStatus,
  ResendType,
} from '@webhooks/domain';

import { allOf, nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/** Away from a place in the list. */
export type Direction = 'older' | 'newer';

/** Resends that are not settled, which alone have a control. */
const unsettled = ['PENDING', 'PROCESSING'] as const satisfies ResendStatus[];

/** The lists that a query is merged from: a control is that of either status. */
export function walkedQueries(query: ResendListQuery): readonly ResendListQuery[] {
  if (query.control === null) return [query];
  const { status } = query;
  return unsettled
    .filter((one) => status === null || status === one)
    .map((one) => ({ ...query, status: one }));
}

/** FROM and WHERE over the resends (n) of an account, by an index that holds all of it. */
export function resendsIn(query: ResendListQuery, accountId: Sql): Sql {
  const { userId, createdBy, status } = query;
  const objectReferenceId = askedObject(query);
  return sql`FROM resends AS n INDEXED BY ${indexFor(query)} WHERE n.account_id = ${accountId}
    ${createdBy === 'me' ? sql`AND n.user_id = ${userId}` : nothing}
    ${status === null ? nothing : sql`AND n.status = ${status}`}
    ${objectReferenceId === null ? nothing : sql`AND n.object_reference_id = ${objectReferenceId}`}`;
}

/** What no index knows; nothing when they know it all. */
export function conditionsOf({
  kind,
  control,
  resendType,
  objectReferenceId,
}: ResendListQuery): Sql {
  return allOf([
    kind === null ? nothing : kinds[kind],
    control === null ? nothing : sql`AND n.control = ${control}`,
    resendType === null ? nothing : sql`AND n.resend_type = ${resendType}`,
    resendType === null || objectReferenceId === null
      ? nothing
      : containing({ resendType, objectReferenceId }),
  ]);
}

/** An object by the number that it has among those of its type. */
export interface ObjectName {
  readonly resendType: ResendType;
  readonly objectReferenceId: number;
}

/** The object of which resends have to have a delivery; null: none has to. */
export function containedObject({
  resendType,
  objectReferenceId,
}: ResendListQuery): ObjectName | null {
  if (resendType === null || objectReferenceId === null) return null;
  return { resendType, objectReferenceId };
}

/** Asked for of it, or with a delivery of one of its events; each is looked up by itself. */
function containing({ resendType, objectReferenceId }: ObjectName): Sql {
  return sql`AND (n.object_reference_id IS ${objectReferenceId} OR EXISTS (
    SELECT 1 FROM events AS e INDEXED BY events_by_object
    CROSS JOIN resend_endpoints AS p ON p.resend_id = n.id
    CROSS JOIN deliveries AS d INDEXED BY deliveries_by_event
      ON d.event_seq = e.seq AND d.endpoint_id = p.endpoint_id AND d.resend_id = n.id
    WHERE e.resend_type = ${resendType} AND e.object_reference_id = ${objectReferenceId}))`;
}

/** The object that resends have to be asked for of, by an index. */
function askedObject({ resendType, objectReferenceId }: ResendListQuery): number | null {
  return resendType === null ? objectReferenceId : null;
}

const kinds: Readonly<Record<ResendKind, Sql>> = {
  one: sql`AND n.retry_of_id IS NULL AND n.object_reference_id IS NOT NULL`,
  range: sql`AND n.retry_of_id IS NULL AND n.object_reference_id IS NULL
    AND n.list_field IS NULL`,
  list: sql`AND n.retry_of_id IS NULL AND n.list_field IS NOT NULL`,
  retry: sql`AND n.retry_of_id IS NOT NULL`,
};

/** The part of a walk beyond a place (null: all of it) and within the time asked for, nearest first. */
export function beyond(
  { createdFromMs, createdToMs }: ResendListQuery,
  direction: Direction,
  from: ResendCursor | null,
): Sql {
  const isNewer = direction === 'newer';
  const [first, last] = isNewer ? [createdFromMs, createdToMs] : [createdToMs, createdFromMs];
  const edge = first === null ? null : { createdAtMs: isNewer ? first : first + 1, id: 0 };
  const start = furthest(direction, from, edge);
  const compare = isNewer ? sql`>` : sql`<`;
  const order = isNewer
    ? sql`ORDER BY n.created_at_ms, n.id`
    : sql`ORDER BY n.created_at_ms DESC, n.id DESC`;
  return sql`${start === null ? nothing : sql`AND (n.created_at_ms, n.id) ${compare} (${start.createdAtMs}, ${start.id})`}
    ${last === null ? nothing : isNewer ? sql`AND n.created_at_ms <= ${last}` : sql`AND n.created_at_ms >= ${last}`}
    ${order}`;
}

/** The part of a walk up to and with a place. */
export function upTo(direction: Direction, place: ResendCursor | null): Sql {
  if (place === null) return nothing;
  const compare = direction === 'newer' ? sql`<=` : sql`>=`;
  return sql`AND (n.created_at_ms, n.id) ${compare} (${place.createdAtMs}, ${place.id})`;
}

/** Orders by the distance from a place that the list is walked from. */
export function nearer(direction: Direction): (one: ResendCursor, other: ResendCursor) => number {
  const sign = direction === 'newer' ? 1 : -1;
  return (one, other) => sign * (one.createdAtMs - other.createdAtMs || one.id - other.id);
}

function furthest(
  direction: Direction,
  one: ResendCursor | null,
  other: ResendCursor | null,
): ResendCursor | null {
  if (one === null || other === null) return one ?? other;
  return nearer(direction)(one, other) < 0 ? other : one;
}

/** Named, so that no filter ever meets a plan that sorts. */
function indexFor(query: ResendListQuery): Sql {
  const { createdBy, status } = query;
  if (askedObject(query) !== null) return sql`resends_by_account_object`;
  if (createdBy === 'me') {
    return status === null ? sql`resends_by_user_account` : sql`resends_by_user_account_status`;
  }
  return status === null ? sql`resends_by_account` : sql`resends_by_account_status`;
}
