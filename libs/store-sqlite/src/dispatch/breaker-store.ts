import type { BreakerStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';

/** Keeps the breakers that are not closed, for others to see. */
export function createBreakerStore(database: Database, fences: FenceGuard): BreakerStore {
  const { connection } = database;
  const keep = connection.prepare<[string, number, number]>(
    `INSERT INTO endpoint_breakers (endpoint_id, retry_at_ms, since_ms) VALUES (?, ?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE SET retry_at_ms = excluded.retry_at_ms`,
  );
  const remove = connection.prepare<[string]>(
    `DELETE FROM endpoint_breakers WHERE endpoint_id = ?`,
  );
  // What waits still begins with the earlier outage.
  const recover = connection.prepare<[number, string, number]>(
    `INSERT INTO endpoint_recoveries (endpoint_id, since_ms, until_ms)
     SELECT b.endpoint_id, b.since_ms, ? FROM endpoint_breakers AS b
     CROSS JOIN endpoints AS e ON e.id = b.endpoint_id
     WHERE b.endpoint_id = ? AND b.since_ms <= ? AND e.recovers_automatically = 1
       AND e.is_test = 0 AND e.disabled_at_ms IS NULL AND NOT EXISTS (SELECT 1 FROM endpoint_health AS h
         WHERE h.endpoint_id = b.endpoint_id AND h.gone_at_ms >= b.since_ms)
     ON CONFLICT (endpoint_id) DO UPDATE SET until_ms = excluded.until_ms`,
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
    saveBreakers: async (fence, breakers, recoverAfterMs) =>
      database.write(() => {
        fences.assert(fence);
        for (const { endpointId, retryAtMs, atMs } of breakers) {
          if (retryAtMs === null) {
            recover.run(atMs, endpointId, atMs - recoverAfterMs);
            remove.run(endpointId);
          } else {
            keep.run(endpointId, retryAtMs, atMs);
          }
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
