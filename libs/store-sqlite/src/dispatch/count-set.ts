import { setImmediate } from 'node:timers/promises';

import type { PlanStore } from '@webhooks/domain';
import { frozenSetOf } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createSetCounter } from '../predicate/set-counter.ts';
import { countUnmatchedEvents } from '../predicate/unmatched-events.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import type { Settlement } from './settlement.ts';

/** Counts the set of a resend and keeps the total. */
export function createSetCounting(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): Pick<PlanStore, 'countStep' | 'setTotal'> {
  const counter = createSetCounter(database);
  const find = database.connection.prepare<[number], ResendRow>(
    `SELECT * FROM resends WHERE id = ?`,
  );
  const keepTotal = database.connection.prepare<[number, number, number]>(
    `UPDATE resends SET total = ?, updated_at_ms = ? WHERE id = ? AND total IS NULL`,
  );
  const keepNone = database.connection.prepare<[number]>(
    `UPDATE resend_endpoints SET counted = 0 WHERE resend_id = ?`,
  );
  const keepCount = database.connection.prepare<[number, number, string]>(
    `UPDATE resend_endpoints SET counted = ? WHERE resend_id = ? AND endpoint_id = ?`,
  );

  return {
    async countStep(id, cursor) {
      const row = find.get(id);
      if (row === undefined) return { count: 0, byEndpoint: new Map(), cursor: null };
      const { next, ...counted } = counter.deliveries(frozenSetOf(row), cursor);
      return { ...counted, cursor: next };
    },
    async setTotal(fence, id, counted, nowMs, byEndpoint = new Map()) {
      const row = find.get(id);
      const unmatched =
        row === undefined || counted > 0
          ? 0
          : await countUnmatchedEvents(counter, frozenSetOf(row), () => setImmediate());
      database.write(() => {
        fences.assert(fence);
        keepTotal.run(counted, nowMs, id);
        if (byEndpoint.size > 0) keepNone.run(id);
        for (const [endpointId, count] of byEndpoint) keepCount.run(count, id, endpointId);
        if (counted === 0) settlement.settleEmpty(id, unmatched, nowMs);
        else settlement.settleIfComplete(id, nowMs);
      });
    },
  };
}
