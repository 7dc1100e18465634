import type { CompletionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createDeliveryUpdater } from './delivery-updater.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { countState, createProgressWriter, noProgress } from './progress.ts';
import type { Settlement } from './settlement.ts';

/** Settles what waits, part by part, without sending it. */
export function createUnsentSettler(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): CompletionStore['settleUnsent'] {
  const recorder = createDeliveryUpdater(database);
  const addProgress = createProgressWriter(database);
  const pending = database.connection
    .prepare<[number, number], number>(
      `SELECT position FROM deliveries INDEXED BY deliveries_waiting
       WHERE resend_id = ? AND state = 'PENDING' LIMIT ?`,
    )
    .pluck();
  const retrying = database.connection
    .prepare<[number, number], number>(
      `SELECT position FROM deliveries INDEXED BY deliveries_by_state
       WHERE resend_id = ? AND state = 'RETRYING' AND state <> 'PENDING' LIMIT ?`,
    )
    .pluck();

  return async (fence, id, disposition, limit, nowMs) =>
    database.write(() => {
      const first = pending.all(id, limit);
      const waiting = retrying.all(id, limit - first.length);
      const positions = [...first, ...waiting];
      const firstNumber = fences.number(fence, positions.length) - positions.length + 1;
      positions.forEach((position, index) => {
        recorder.settle({ resendId: id, position }, disposition, firstNumber + index, nowMs);
      });
      const progress = noProgress();
      countState(progress, 'PENDING', disposition.state, first.length);
      countState(progress, 'RETRYING', disposition.state, waiting.length);
      addProgress(id, progress, nowMs);
      settlement.settleIfComplete(id, nowMs);
      return positions.length;
    });
}
