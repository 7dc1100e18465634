import type { BreakerStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';

/** Keeps the breakers that are not closed, for others to see. */
export function createBreakerStore(database: Database, fences: FenceGuard): BreakerStore {
  const { connection } = database;
  const keep = connection.prepare<[string, number]>(
    `INSERT INTO endpoint_breakers (endpoint_id, retry_at_ms) VALUES (?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE SET retry_at_ms = excluded.retry_at_ms`,
  );
  const remove = connection.prepare<[string]>(
    `DELETE FROM endpoint_breakers WHERE endpoint_id = ?`,
  );
  const first = connection
    .prepare<[number], string>(
      `SELECT endpoint_id FROM endpoint_breakers ORDER BY endpoint_id LIMIT ?`,
    )
    .pluck();
  const removeBehind = connection.prepare<[string]>(
    `DELETE FROM endpoint_breakers WHERE endpoint_id > ?`,
  );

  return {
    saveBreakers: async (fence, notes) =>
      database.write(() => {
        fences.assert(fence);
        for (const { endpointId, retryAtMs } of notes) {
          if (retryAtMs === null) remove.run(endpointId);
          else keep.run(endpointId, retryAtMs);
        }
      }),
    restoreBreakers: async (fence, limit) =>
      database.write(() => {
        fences.assert(fence);
        const endpointIds = first.all(limit);
        removeBehind.run(endpointIds.at(-1) ?? '');
        return endpointIds;
      }),
  };
}
