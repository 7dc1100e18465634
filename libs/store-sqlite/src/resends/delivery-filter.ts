import type { DeliveryListQuery } from '@webhooks/domain';

import { allOf, nothing, sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';

/** Columns of DeliveryRow over deliveries (d) and their events (e). */
export const deliveryColumns = sql`d.resend_id, d.position, e.id AS event_id, e.type AS event_type,
  e.occurred_at_us, e.object_reference_id, d.endpoint_id, d.state, d.reason, d.attempts,
  d.last_http_status, d.last_error_class, d.duplicate, d.next_attempt_at_ms, d.settled_at_ms`;

/** FROM and WHERE over deliveries (d) by the index that knows most of a filter, in their order. */
export function deliveriesIn({ resendId, state, endpointId }: DeliveryListQuery): {
  readonly from: Sql;
  readonly where: Sql;
} {
  const ofResend = sql`WHERE d.resend_id = ${resendId}`;
  if (state === null) return { from: sql`FROM deliveries AS d`, where: ofResend };
  if (state === 'PENDING') {
    const from = sql`FROM deliveries AS d INDEXED BY deliveries_waiting`;
    return {
      from,
      where: sql`${ofResend} AND d.endpoint_id = ${endpointId} AND d.state = 'PENDING'`,
    };
  }
  const from = sql`FROM deliveries AS d INDEXED BY deliveries_by_state`;
  return { from, where: sql`${ofResend} AND d.state = ${state} AND d.state <> 'PENDING'` };
}

/** Whether that index knows all of it. */
export function isAnsweredByIndex(query: DeliveryListQuery): boolean {
  const { state, endpointId, eventType, httpStatus, errorClass } = query;
  const isOfEndpoint = endpointId === null || state === 'PENDING';
  return isOfEndpoint && eventType === null && httpStatus === null && errorClass === null;
}

/** All conditions of a filter over deliveries (d) and their events (e), but those of an event. */
export function conditionsOf(query: DeliveryListQuery): Sql {
  const { state, endpointId, eventType, httpStatus, errorClass } = query;
  return allOf([
    state === null ? nothing : sql`AND d.state = ${state}`,
    endpointId === null ? nothing : sql`AND d.endpoint_id = ${endpointId}`,
    httpStatus === null ? nothing : sql`AND d.last_http_status = ${httpStatus}`,
    errorClass === null ? nothing : sql`AND d.last_error_class = ${errorClass}`,
    eventType === null ? nothing : sql`AND e.type = ${eventType}`,
  ]);
}
