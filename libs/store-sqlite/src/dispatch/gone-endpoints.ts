import type { CurrentEndpointStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';

/** Notes that an endpoint said that it is gone, unless its owner changed it since. */
export function createGoneMarker(
  database: Database,
  fences: FenceGuard,
): CurrentEndpointStore['markEndpointGone'] {
  const markGone = database.connection.prepare<[string, number, number]>(
    `INSERT INTO endpoint_health (endpoint_id, gone_at_ms, gone_revision) VALUES (?, ?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE
     SET gone_at_ms = excluded.gone_at_ms, gone_revision = excluded.gone_revision
     WHERE gone_revision < excluded.gone_revision`,
  );

  return async (fence, endpointId, revision, nowMs) =>
    database.write(() => {
      fences.assert(fence);
      markGone.run(endpointId, nowMs, revision);
    });
}
