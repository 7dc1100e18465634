import type {
  ResendWorkStore,
  BlockedOrderingKey,
  PlannedDelivery,
  ClaimedResend,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createPagePlan } from './plan-page.ts';
import { createWorkReader } from './read-work.ts';
import type { Settlement } from './settlement.ts';

/** Takes resends into work in groups: a commit for each of a flood of small ones would be dear. */
export function createClaimer(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): ResendWorkStore['claim'] {
  const read = createWorkReader(database);
  const planPage = createPagePlan(database, settlement);
  const begin = database.connection.prepare<[number, number]>(
    `UPDATE resends SET status = 'PROCESSING', updated_at_ms = ? WHERE id = ?`,
  );
  // Its owner resumed it although a part of what went first had failed: from now on everything goes.
  const giveUpSample = database.connection.prepare<[number]>(
    `UPDATE resends SET sample_state = NULL WHERE id = ? AND sample_state = 'FAILED'`,
  );
  const held = database.connection.prepare<[number], BlockedOrderingKey>(
    `SELECT d.resend_id AS resendId, d.position, d.endpoint_id AS endpointId,
            e.object_reference_id AS objectReferenceId
     FROM deliveries AS d INDEXED BY deliveries_by_state
     CROSS JOIN events AS e ON e.seq = d.event_seq
     WHERE d.resend_id = ? AND d.state = 'RETRYING' AND d.state <> 'PENDING'
       AND e.object_reference_id IS NOT NULL`,
  );

  return async (fence, ids, limit, nowMs) =>
    database.write(() => {
      fences.assert(fence);
      const resends: ClaimedResend[] = [];
      const deliveries: PlannedDelivery[] = [];
      let { rows, bytes } = limit;
      for (const id of ids) {
        const found = read(id);
        if (found === null || found.work.control !== 'RUNNING') continue;
        const { row, work } = found;
        if (row.awaits_time === 1) continue;
        if (row.sample_state === 'FAILED') giveUpSample.run(id);
        if (work.status === 'PROCESSING') resends.push({ work, blocked: held.all(id) });
        if (work.status !== 'PENDING') continue;
        begin.run(nowMs, id);
        const isToPlan = work.mode === 'interactive' && rows > 0 && bytes > 0;
        const page = isToPlan ? planPage(row, { rows, bytes }, nowMs) : nothingPlanned;
        deliveries.push(...page.deliveries);
        rows -= page.deliveries.length;
        for (const { payload } of page.deliveries) bytes -= payload.byteLength;
        const { planned, done: isPlanned } = page;
        const total = isPlanned ? planned : work.total;
        resends.push({ work: { ...work, planned, isPlanned, total }, blocked: [] });
      }
      return { resends, deliveries };
    });
}

const nothingPlanned = { deliveries: [], planned: 0, done: false } as const;
