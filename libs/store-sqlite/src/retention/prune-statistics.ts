import type { DeliveryRetentionStore } from '@webhooks/domain';
import { attemptBucketS, bucketStartS } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';

/** Removes old outcomes of attempts to endpoints. */
export function createStatisticsPruner(
  database: Database,
  fences: FenceGuard,
): DeliveryRetentionStore['pruneStatistics'] {
  const remove = database.connection.prepare<[number, number]>(
    `DELETE FROM endpoint_statistics INDEXED BY endpoint_statistics_by_age
     WHERE start_s < ? LIMIT ?`,
  );

  return async (fence, beforeMs, limit) =>
    database.write(() => {
      fences.assert(fence);
      return remove.run(bucketStartS(beforeMs, attemptBucketS), limit).changes === limit;
    });
}
