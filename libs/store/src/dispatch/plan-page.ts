import type { DispatchStore, PageLimit, PlannedDelivery } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { frozenSetOf } from '../predicate/frozen-set-of.ts';
import type { Place } from '../predicate/frozen-set.ts';
import { createSetWalker } from '../predicate/set-walker.ts';
import type { FoundDelivery } from '../predicate/set-walker.ts';
import type { ResendRow } from '../resends/resend-row.ts';
import type { FenceGuard } from './fence-guard.ts';
import type { Settlement } from './settlement.ts';

/** Turns sets into deliveries, page by page. */
export function createPlanner(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): DispatchStore['planPage'] {
  const { connection } = database;
  const walk = createSetWalker(database);
  const find = connection.prepare<[number], ResendRow>(
    `SELECT * FROM resends WHERE id = ? AND plan_done = 0`,
  );
  const insert = connection.prepare<[number, number, number, string]>(
    `INSERT INTO deliveries (resend_id, position, event_seq, endpoint_id) VALUES (?, ?, ?, ?)`,
  );
  const moveCursor = connection.prepare<[number, string, number]>(
    `UPDATE resends SET planned = ?, plan_cursor = ? WHERE id = ?`,
  );
  // What was planned is the set, whatever was counted.
  const endPlan = connection.prepare<[number, number, number]>(
    `UPDATE resends SET planned = ?, total = ?, plan_cursor = NULL, plan_done = 1 WHERE id = ?`,
  );

  function plan(id: number, limit: PageLimit, nowMs: number) {
    const row = find.get(id);
    if (row === undefined) return { deliveries: [], done: true };
    const from = row.plan_cursor === null ? null : (JSON.parse(row.plan_cursor) as Place);
    const { found, next } = walk(frozenSetOf(row), from, limit);
    const deliveries = found.map((delivery, index) => {
      const position = row.planned + index + 1;
      insert.run(id, position, delivery.seq, delivery.endpoint_id);
      return toPlannedDelivery(row, position, delivery);
    });
    const planned = row.planned + found.length;
    const done = next === null || planned === row.total;
    if (done) {
      endPlan.run(planned, planned, id);
      settlement.settleIfComplete(id, nowMs);
    } else {
      moveCursor.run(planned, JSON.stringify(next), id);
    }
    return { deliveries, done };
  }

  return async (fence, id, limit, nowMs) =>
    database.write(() => {
      fences.assert(fence);
      return plan(id, limit, nowMs);
    });
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
    resendType: resend.resend_type,
    objectReferenceId: found.object_reference_id,
    occurredAtUs: found.occurred_at_us,
    payload: found.payload,
    attempts: 0,
  };
}
