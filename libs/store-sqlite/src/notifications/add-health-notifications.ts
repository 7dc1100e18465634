import { HEALTH_NOTIFICATION_TYPE } from '@webhooks/domain';
import type { HealthNotificationType } from '@webhooks/domain';

import { isThere } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';

/** What is reported, beside the account. */
export interface HealthChange {
  readonly type: HealthNotificationType;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
  readonly nowMs: number;
}

/** Adds notifications of what becomes of an endpoint. All run inside a write transaction. */
export interface HealthNotifications {
  /** For each endpoint of its account that wants them. */
  add(endpointId: string, change: HealthChange): void;
  /** Whether something of a type was added after a moment. */
  wasAddedSince(endpointId: string, type: HealthNotificationType, sinceMs: number): boolean;
}

export function createHealthNotifications({ connection }: Database): HealthNotifications {
  // The type stands in the text, or the partial index would not be used.
  const add = connection.prepare<[string, string, number, number, string]>(
    `INSERT INTO health_notifications (endpoint_id, about, type, data, created_at_ms, next_attempt_at_ms)
     SELECT w.id, e.id, ?, ?, ?, ? FROM endpoints AS e
     CROSS JOIN endpoints AS w INDEXED BY endpoints_for_health ON w.account_id = e.account_id
     WHERE e.id = ? AND w.type_webhook = '${HEALTH_NOTIFICATION_TYPE}' AND ${isThere('w')}`,
  );
  const since = connection.prepare<[string, string, number]>(
    `SELECT 1 FROM health_notifications INDEXED BY health_notifications_about
     WHERE about = ? AND type = ? AND created_at_ms > ? LIMIT 1`,
  );

  return {
    add: (endpointId, { type, data, nowMs }) =>
      void add.run(type, JSON.stringify(data), nowMs, nowMs, endpointId),
    wasAddedSince: (endpointId, type, sinceMs) =>
      since.get(endpointId, type, sinceMs) !== undefined,
  };
}
