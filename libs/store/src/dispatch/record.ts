import type { Disposition, DispatchStore, Recording } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { createDeliveryRecorder } from './delivery-recorder.ts';
import type { FenceGuard } from './fence-guard.ts';
import type { Settlement } from './settlement.ts';

/** What a group of recordings adds to the counters of one resend. */
interface Progress {
  delivered: number;
  failed: number;
  skipped: number;
  cancelled: number;
}

/** Records outcomes in groups. */
export function createRecorder(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): DispatchStore['record'] {
  const recordDelivery = createDeliveryRecorder(database);
  const addProgress = database.connection.prepare<[number, number, number, number, number, number]>(
    `UPDATE resends SET delivered = delivered + ?, failed = failed + ?, skipped = skipped + ?,
       cancelled = cancelled + ?, updated_at_ms = ? WHERE id = ?`,
  );

  function recordAll(recordings: readonly Recording[], lastNumber: number, nowMs: number) {
    const progress = new Map<number, Progress>();
    let number = lastNumber - recordings.length;
    for (const recording of recordings) {
      number += 1;
      if (!recordDelivery(recording, number, nowMs)) continue;
      const { resendId, disposition } = recording;
      const sum = progress.get(resendId) ?? { delivered: 0, failed: 0, skipped: 0, cancelled: 0 };
      progress.set(resendId, sum);
      count(sum, disposition.state);
    }
    return progress;
  }

  return async (fence, recordings, nowMs) =>
    database.write(() => {
      const lastNumber = fences.number(fence, recordings.length);
      const progress = recordAll(recordings, lastNumber, nowMs);
      for (const [resendId, { delivered, failed, skipped, cancelled }] of progress) {
        addProgress.run(delivered, failed, skipped, cancelled, nowMs, resendId);
      }
      return [...progress.keys()].filter((id) => settlement.settleIfComplete(id, nowMs));
    });
}

function count(sum: Progress, state: Disposition['state']): void {
  switch (state) {
    case 'DELIVERED':
      sum.delivered += 1;
      return;
    case 'RETRYING':
      return;
    case 'FAILED':
      sum.failed += 1;
      return;
    case 'SKIPPED':
      sum.failed += 1;
      sum.skipped += 1;
      return;
    case 'CANCELLED':
      sum.failed += 1;
      sum.cancelled += 1;
      return;
  }
}
