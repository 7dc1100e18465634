import type { CurrentEndpointStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createHealthNotifications } from '../notifications/add-health-notifications.ts';

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

  const notifications = createHealthNotifications(database);

  return async (fence, endpointId, revision, nowMs) =>
    database.write(() => {
      fences.assert(fence);
      if (markGone.run(endpointId, nowMs, revision).changes === 0) return;
      const disabled_at = new Date(nowMs).toISOString();
      const data = { endpoint_id: endpointId, disabled_reason: 'gone', disabled_at };
      notifications.add(endpointId, { type: 'endpoint.disabled', data, nowMs });
    });
}
