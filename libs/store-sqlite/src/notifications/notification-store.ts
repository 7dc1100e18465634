import type {
  DueHealthNotification,
  DueResendNotification,
  HealthNotificationType,
  NotificationStore,
} from '@webhooks/domain';
import { toReceipts } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createAttemptCounter } from '../statistics/count-attempts.ts';
import { createNotificationQueue, type WaitingRow } from './notification-queue.ts';

interface DueRow extends ResendRow {
  readonly endpoint_id: string;
  readonly notification_attempts: number;
  readonly notification_created_at_ms: number;
}

interface DueHealthRow {
  readonly id: number;
  readonly endpoint_id: string;
  readonly account_id: number;
  readonly type: HealthNotificationType;
  readonly data: string;
  readonly attempts: number;
  readonly created_at_ms: number;
}

/** Finds notifications that are due and records what came of them. */
export function createNotificationStore(database: Database, fences: FenceGuard): NotificationStore {
  const { connection } = database;
  const countAttempts = createAttemptCounter(database);
  const ofResends = createNotificationQueue(database, { table: 'notices', key: 'resend_id' });
  const ofHealth = createNotificationQueue(database, { table: 'health_notifications', key: 'id' });
  const due = connection.prepare<[string, number, number], DueRow>(
    `SELECT r.*, n.endpoint_id, n.attempts AS notification_attempts, n.created_at_ms AS notification_created_at_ms
     FROM notices AS n INDEXED BY notices_waiting CROSS JOIN resends AS r ON r.id = n.resend_id
     WHERE n.settled_at_ms IS NULL AND n.endpoint_id = ? AND n.next_attempt_at_ms <= ?
     ORDER BY n.next_attempt_at_ms LIMIT ?`,
  );
  const dueHealth = connection.prepare<[string, number, number], DueHealthRow>(
    `SELECT n.id, n.endpoint_id, e.account_id, n.type, n.data, n.attempts, n.created_at_ms
     FROM health_notifications AS n INDEXED BY health_notifications_waiting
     CROSS JOIN endpoints AS e ON e.id = n.endpoint_id
     WHERE n.settled_at_ms IS NULL AND n.endpoint_id = ? AND n.next_attempt_at_ms <= ?
     ORDER BY n.next_attempt_at_ms LIMIT ?`,
  );

  return {
    nextNotificationByEndpoint: async () =>
      earliest([...ofResends.waiting(), ...ofHealth.waiting()]),
    async dueNotifications(endpointId, nowMs, limit) {
      const resends = due.all(endpointId, nowMs, limit).map(toDueNotification);
      if (resends.length === limit) return resends;
      const left = dueHealth.all(endpointId, nowMs, limit - resends.length);
      return [...resends, ...left.map(toDueHealthNotification)];
    },
    recordNotifications: async (fence, records, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        const recorded = records.filter((one) =>
          one.healthId === undefined
            ? ofResends.record(one.resendId, one, nowMs)
            : ofHealth.record(one.healthId, one, nowMs),
        );
        countAttempts(recorded, nowMs);
      }),
  };
}

/** One row for each endpoint, by their ids. */
function earliest(rows: readonly WaitingRow[]): WaitingRow[] {
  const found = new Map<string, WaitingRow>();
  for (const row of rows) {
    const known = found.get(row.endpointId);
    if (known === undefined || row.atMs < known.atMs) found.set(row.endpointId, row);
  }
  return [...found.values()];
}

function toDueHealthNotification(row: DueHealthRow): DueHealthNotification {
  return {
    healthId: row.id,
    endpointId: row.endpoint_id,
    attempts: row.attempts,
    createdAtMs: row.created_at_ms,
    traceparent: '',
    health: {
      type: row.type,
      accountId: row.account_id,
      data: JSON.parse(row.data) as DueHealthNotification['health']['data'],
    },
  };
}

function toDueNotification(row: DueRow): DueResendNotification {
  return {
    resendId: row.id,
    endpointId: row.endpoint_id,
    attempts: row.notification_attempts,
    createdAtMs: row.notification_created_at_ms,
    traceparent: row.traceparent,
    resend: {
      id: row.id,
      accountId: row.account_id,
      status: row.status,
      detail: row.detail,
      resendType: row.resend_type,
      objectReferenceId: row.object_reference_id,
      retryOfId: row.retry_of_id,
      createdAtMs: row.created_at_ms,
      finishedAtMs: row.finished_at_ms ?? row.notification_created_at_ms,
      total: row.total ?? 0,
      delivered: row.delivered,
      receipts: toReceipts(row),
      failed: row.failed,
      skipped: row.skipped,
      cancelled: row.cancelled,
    },
  };
}
