import type { PlanStore, PageLimit, PlannedDelivery, PlannedPage } from '@webhooks/domain';
import { frozenSetOf } from '@webhooks/store-kit';
import type { FoundDelivery, ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createSetWalker } from '../predicate/set-walker.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import type { Settlement } from './settlement.ts';

/** Turns sets into deliveries, page by page. */
export function createPlanner(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): PlanStore['planPage'] {
  const plan = createPagePlan(database, settlement);
  const find = database.connection.prepare<[number], ResendRow>(
    `SELECT * FROM resends WHERE id = ?`,
  );

  return async (fence, { resendId, planned, limit }, nowMs) =>
    database.write(() => {
      fences.assert(fence);
      const row = find.get(resendId);
      if (row?.plan_done === 0 && row.planned === planned) return plan(row, limit, nowMs);
      return { deliveries: [], planned: row?.planned ?? 0, done: row?.plan_done !== 0 };
    });
}

/** Plans the next page of a resend whose plan is not done. Runs inside a fenced transaction. */
export function createPagePlan(
  database: Database,
  settlement: Settlement,
): (row: ResendRow, limit: PageLimit, nowMs: number) => PlannedPage {
  const { connection } = database;
  const walk = createSetWalker(database);
  // A page at once: that halves the time of inserting row by row.
  const insert = connection.prepare<[number, number, string]>(
    `INSERT INTO deliveries (resend_id, position, event_seq, endpoint_id)
     SELECT ?, ? + key, value ->> 0, value ->> 1 FROM json_each(?)`,
  );
  const countPlanned = connection.prepare<[number, number, string]>(
    `UPDATE resend_endpoints SET planned = planned + ? WHERE resend_id = ? AND endpoint_id = ?`,
  );
  const moveCursor = connection.prepare<[number, string, number]>(
    `UPDATE resends SET planned = ?, plan_cursor = ? WHERE id = ?`,
  );
  // What was planned is the set, whatever was counted.
  const endPlan = connection.prepare<[number, number, number]>(
    `UPDATE resends SET planned = ?, total = ?, plan_cursor = NULL, plan_done = 1 WHERE id = ?`,
  );

  return (row, limit, nowMs) => {
    const { id } = row;
    const { found, next } = walk(frozenSetOf(row), row.plan_cursor, limit);
    // An empty set is settled with its total, which says why it is empty.
    if (found.length + row.planned === 0 && next === null && row.total === null) {
      return { deliveries: [], planned: 0, done: false };
    }
    const first = row.planned + 1;
    insert.run(id, first, JSON.stringify(found.map(({ seq, endpoint_id }) => [seq, endpoint_id])));
    for (const [endpointId, { length }] of Map.groupBy(found, (delivery) => delivery.endpoint_id)) {
      countPlanned.run(length, id, endpointId);
    }
    const deliveries = found.map((delivery, index) =>
      toPlannedDelivery(row, first + index, delivery),
    );
    const planned = row.planned + found.length;
    const done = next === null || planned === row.total;
    if (done) {
      endPlan.run(planned, planned, id);
      settlement.settleIfComplete(id, nowMs);
    } else {
      moveCursor.run(planned, next, id);
    }
    return { deliveries, planned, done };
  };
}

function toPlannedDelivery(
  resend: ResendRow,
  position: number,
  found: FoundDelivery,
): PlannedDelivery {
  return {
    resendId: resend.id,
    position,
    endpointId: found.endpoint_id,
    eventId: found.event_id,
    eventType: found.event_type,
    resendType: resend.resend_type,
    objectReferenceId: found.object_reference_id,
    occurredAtUs: found.occurred_at_us,
    payload: found.payload,
    attempts: 0,
    closedAttempts: 0,
  };
}
