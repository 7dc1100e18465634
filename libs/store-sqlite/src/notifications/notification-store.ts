import type {
  DueNotification,
  NotificationDisposition,
  NotificationStore,
  NotificationRecord,
} from '@webhooks/domain';
import { toReceipts } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createAttemptCounter } from '../statistics/count-attempts.ts';

interface DueRow extends ResendRow {
  readonly endpoint_id: string;
  readonly notification_attempts: number;
  readonly notification_created_at_ms: number;
}

interface WaitingRow {
  readonly endpointId: string;
  readonly atMs: number;
}

/** Finds notifications that are due and records what came of them. */
export function createNotificationStore(database: Database, fences: FenceGuard): NotificationStore {
  const { connection } = database;
  const countAttempts = createAttemptCounter(database);
  const nextEndpoint = connection.prepare<[string], WaitingRow>(
    `SELECT endpoint_id AS endpointId, next_attempt_at_ms AS atMs
     FROM notices INDEXED BY notices_waiting
     WHERE settled_at_ms IS NULL AND endpoint_id > ?
     ORDER BY endpoint_id, next_attempt_at_ms LIMIT 1`,
  );
  const due = connection.prepare<[string, number, number], DueRow>(
    `SELECT r.*, n.endpoint_id, n.attempts AS notification_attempts, n.created_at_ms AS notification_created_at_ms
     FROM notices AS n INDEXED BY notices_waiting CROSS JOIN resends AS r ON r.id = n.resend_id
     WHERE n.settled_at_ms IS NULL AND n.endpoint_id = ? AND n.next_attempt_at_ms <= ?
     ORDER BY n.next_attempt_at_ms LIMIT ?`,
  );
  const attempted = connection.prepare<unknown[]>(
    `UPDATE notices SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       attempts = attempts + ?, last_http_status = ?, last_error_class = ?
     WHERE resend_id = ? AND endpoint_id = ? AND attempts = ? AND settled_at_ms IS NULL`,
  );
  const unattempted = connection.prepare<unknown[]>(
    `UPDATE notices SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?
     WHERE resend_id = ? AND endpoint_id = ? AND settled_at_ms IS NULL`,
  );

  function write(record: NotificationRecord, nowMs: number) {
    const { resendId, endpointId, attemptsBefore, attempts, disposition } = record;
    const change = changeOf(disposition, nowMs);
    const last = attempts.at(-1);
    if (last === undefined) return unattempted.run(...change, resendId, endpointId);
    const made = [attempts.length, last.httpStatus, last.errorClass];
    return attempted.run(...change, ...made, resendId, endpointId, attemptsBefore);
  }

  return {
    // One seek per endpoint, however many notifications wait for it.
    async nextNotificationByEndpoint() {
      const found: WaitingRow[] = [];
      for (let row = nextEndpoint.get(''); row; row = nextEndpoint.get(row.endpointId)) {
        found.push(row);
      }
      return found;
    },
    dueNotifications: async (endpointId, nowMs, limit) =>
      due.all(endpointId, nowMs, limit).map(toDueNotification),
    recordNotifications: async (fence, records, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        const recorded = records.filter((one) => write(one, nowMs).changes === 1);
        countAttempts(recorded, nowMs);
      }),
  };
}

/** state, reason, next_attempt_at_ms, settled_at_ms */
function changeOf(disposition: NotificationDisposition, nowMs: number): readonly unknown[] {
  switch (disposition.state) {
    case 'DELIVERED':
      return ['DELIVERED', null, null, nowMs];
    case 'RETRYING':
      return ['RETRYING', null, disposition.nextAttemptAtMs, null];
    case 'FAILED':
    case 'SKIPPED':
      return [disposition.state, disposition.reason, null, nowMs];
  }
}

function toDueNotification(row: DueRow): DueNotification {
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
