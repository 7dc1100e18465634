import type { CompletionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createDeliveryUpdater } from './delivery-updater.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { countState, createProgressWriter, progressAt } from './progress.ts';
import type { ProgressByEndpoint } from './progress.ts';
import type { Settlement } from './settlement.ts';

interface UnsentRow {
  readonly position: number;
  readonly endpointId: string;
}

/** Settles what waits, part by part, without sending it. */
export function createUnsentSettler(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): CompletionStore['settleUnsent'] {
  const recorder = createDeliveryUpdater(database);
  const addProgress = createProgressWriter(database);
  const pending = database.connection.prepare<[number, number], UnsentRow>(
    `SELECT position, endpoint_id AS endpointId FROM deliveries INDEXED BY deliveries_waiting
     WHERE resend_id = ? AND state = 'PENDING' LIMIT ?`,
  );
  const retrying = database.connection.prepare<[number, number], UnsentRow>(
    `SELECT position, endpoint_id AS endpointId FROM deliveries INDEXED BY deliveries_by_state
     WHERE resend_id = ? AND state = 'RETRYING' AND state <> 'PENDING' LIMIT ?`,
  );

  return async (fence, id, disposition, limit, nowMs) =>
    database.write(() => {
      const first = pending.all(id, limit);
      const waiting = retrying.all(id, limit - first.length);
      const count = first.length + waiting.length;
      const firstNumber = fences.number(fence, count) - count + 1;
      const progress: ProgressByEndpoint = new Map();
      [...first, ...waiting].forEach(({ position, endpointId }, index) => {
        recorder.settle({ resendId: id, position }, disposition, firstNumber + index, nowMs);
        const before = index < first.length ? 'PENDING' : 'RETRYING';
        countState(progressAt(progress, endpointId), before, disposition.state, 1);
      });
      addProgress(id, progress, nowMs);
      settlement.settleIfComplete(id, nowMs);
      return count;
    });
}
