import type { DispatchStore, Recording } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { createDeliveryRecorder } from './delivery-recorder.ts';
import type { FenceGuard } from './fence-guard.ts';
import { countState, createProgressWriter, noProgress } from './progress.ts';
import type { Progress } from './progress.ts';
import type { Settlement } from './settlement.ts';

/** Records outcomes in groups. */
export function createRecorder(
  database: Database,
  fences: FenceGuard,
  settlement: Settlement,
): DispatchStore['record'] {
  const recordDelivery = createDeliveryRecorder(database);
  const addProgress = createProgressWriter(database);

  function recordAll(
    recordings: readonly Recording[],
    lastNumber: number,
    nowMs: number,
  ): Map<number, Progress> {
    const progress = new Map<number, Progress>();
    let number = lastNumber - recordings.length;
    for (const recording of recordings) {
      number += 1;
      if (!recordDelivery(recording, number, nowMs)) continue;
      const { resendId, disposition } = recording;
      const sum = progress.get(resendId) ?? noProgress();
      progress.set(resendId, sum);
      countState(sum, disposition.state, 1);
    }
    return progress;
  }

  return async (fence, recordings, nowMs) =>
    database.write(() => {
      const lastNumber = fences.number(fence, recordings.length);
      const progress = recordAll(recordings, lastNumber, nowMs);
      for (const [resendId, sum] of progress) addProgress(resendId, sum, nowMs);
      return [...progress.keys()].filter((id) => settlement.settleIfComplete(id, nowMs));
    });
}
