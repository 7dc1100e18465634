import type { DeliveryRetentionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createRetentionStages } from './retention-stage.ts';

/** Removes the attempts of resends that were settled long ago. */
export function createAttemptPruner(
  database: Database,
  fences: FenceGuard,
): DeliveryRetentionStore['pruneAttempts'] {
  const stages = createRetentionStages(database);
  const remove = database.connection.prepare<[number, number]>(
    `DELETE FROM attempts WHERE resend_id = ? LIMIT ?`,
  );

  return async (fence, finishedBeforeMs, limit) =>
    database.write(() => {
      fences.assert(fence);
      for (let left = limit; left > 0;) {
        const resend = stages.next('ALL', finishedBeforeMs, null);
        if (resend === undefined) return false;
        const { changes } = remove.run(resend.id, left);
        if (changes < left) stages.set(resend.id, 'DELIVERIES');
        left -= changes + 1;
      }
      return true;
    });
}
