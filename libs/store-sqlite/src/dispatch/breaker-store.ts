import type { BreakerStatus, BreakerStore, OutageLimits } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createHealthNotifications } from '../notifications/add-health-notifications.ts';

interface OutageRow {
  readonly sinceMs: number | null;
  readonly notifiedAtMs: number | null;
}

/** An endpoint that fails now and then is reported so often at most. */
const NOTIFIED_EVERY_MS = 3_600_000;

/** Keeps the breakers that are not closed, for others to see, and tells of outages. */
export function createBreakerStore(database: Database, fences: FenceGuard): BreakerStore {
  const { connection } = database;
  const keepOpen = createOpening(database);
  const close = createClosing(database);
  const first = connection
    .prepare<[number], string>(
      `SELECT endpoint_id FROM endpoint_breakers ORDER BY endpoint_id LIMIT ?`,
    )
    .pluck();
  const removeBehind = connection.prepare<[string]>(
    `DELETE FROM endpoint_breakers WHERE endpoint_id > ?`,
  );

  return {
    saveBreakers: async (fence, breakers, limits) =>
      database.write(() => {
        fences.assert(fence);
        for (const breaker of breakers) {
          if (breaker.retryAtMs === null) close(breaker, limits);
          else keepOpen(breaker, breaker.retryAtMs, limits);
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

/** Keeps when a breaker opened first, and tells once of an outage that lasts. */
function createOpening(database: Database) {
  const { connection } = database;
  const notifications = createHealthNotifications(database);
  const keep = connection.prepare<[string, number, number], OutageRow>(
    `INSERT INTO endpoint_breakers (endpoint_id, retry_at_ms, since_ms) VALUES (?, ?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE SET retry_at_ms = excluded.retry_at_ms
     RETURNING since_ms AS sinceMs, notified_at_ms AS notifiedAtMs`,
  );
  const notify = connection.prepare<[number, string]>(
    `UPDATE endpoint_breakers SET notified_at_ms = ? WHERE endpoint_id = ?`,
  );
  const type = 'endpoint.failing';

  return ({ endpointId, atMs }: BreakerStatus, retryAtMs: number, limits: OutageLimits): void => {
    const { sinceMs = null, notifiedAtMs = null } = keep.get(endpointId, retryAtMs, atMs) ?? {};
    if (sinceMs === null || notifiedAtMs !== null || sinceMs > atMs - limits.tellAfterMs) return;
    if (notifications.wasAddedSince(endpointId, type, atMs - NOTIFIED_EVERY_MS)) return;
    notify.run(atMs, endpointId);
    const data = { endpoint_id: endpointId, failing_since: timeOf(sinceMs) };
    notifications.add(endpointId, { type, data, nowMs: atMs });
  };
}

/** Hands an outage on that is over, and reports its end where its beginning was reported. */
function createClosing(database: Database) {
  const { connection } = database;
  const notifications = createHealthNotifications(database);
  const find = connection.prepare<[string], OutageRow>(
    `SELECT since_ms AS sinceMs, notified_at_ms AS notifiedAtMs FROM endpoint_breakers
     WHERE endpoint_id = ?`,
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
  const remove = connection.prepare<[string]>(
    `DELETE FROM endpoint_breakers WHERE endpoint_id = ?`,
  );

  return ({ endpointId, atMs }: BreakerStatus, { recoverAfterMs }: OutageLimits): void => {
    const outage = find.get(endpointId);
    if (outage === undefined) return;
    const isRecovered = recover.run(atMs, endpointId, atMs - recoverAfterMs).changes === 1;
    remove.run(endpointId);
    if (outage.notifiedAtMs === null || outage.sinceMs === null) return;
    const data = {
      endpoint_id: endpointId,
      failing_since: timeOf(outage.sinceMs),
      recovered_at: timeOf(atMs),
      resends_what_it_missed: isRecovered,
    };
    notifications.add(endpointId, { type: 'endpoint.recovered', data, nowMs: atMs });
  };
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
