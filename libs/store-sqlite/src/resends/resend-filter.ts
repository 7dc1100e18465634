import type { ResendCursor, ResendKind, ResendListQuery, ResendStatus } from '@webhooks/domain';

import { nothing, sql } from '../sql/sql.ts';
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
  const { userId, createdBy, status, objectReferenceId } = query;
  return sql`FROM resends AS n INDEXED BY ${indexFor(query)} WHERE n.account_id = ${accountId}
    ${createdBy === 'me' ? sql`AND n.user_id = ${userId}` : nothing}
    ${status === null ? nothing : sql`AND n.status = ${status}`}
    ${objectReferenceId === null ? nothing : sql`AND n.object_reference_id = ${objectReferenceId}`}`;
}

/** What no index knows; nothing when they know it all. */
export function conditionsOf({ kind, control }: ResendListQuery): Sql {
  const ofKind = kind === null ? nothing : kinds[kind];
  if (control === null) return ofKind;
  return sql`${ofKind} AND n.control = ${control}`;
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
function indexFor({ createdBy, status, objectReferenceId }: ResendListQuery): Sql {
  if (objectReferenceId !== null) return sql`resends_by_account_object`;
  if (createdBy === 'me') {
    return status === null ? sql`resends_by_user_account` : sql`resends_by_user_account_status`;
  }
  return status === null ? sql`resends_by_account` : sql`resends_by_account_status`;
}
