import type { ResendControl } from '@webhooks/domain';
import { emptyDetail, failureDetail } from '@webhooks/store-kit';
import type { ProgressRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createNotificationAdder } from '../notifications/add-notifications.ts';

/** Gives resends their final status, and those who want it a notification. All run inside a fenced write transaction. */
export interface Settlement {
  /** Settles the resend if every delivery of its set is settled; says whether it is settled now. */
  settleIfComplete(id: number, nowMs: number): boolean;
  /** Settles a resend whose set is empty, although so many events matched. */
  settleEmpty(id: number, unmatchedEvents: number, nowMs: number): void;
}

/** Prepares the statements that settle. */
export function createSettlement(database: Database): Settlement {
  const { connection } = database;
  const addNotifications = createNotificationAdder(database);
  const progress = connection.prepare<[number], ProgressRow>(
    `SELECT total, delivered, failed, skipped, cancelled, control FROM resends
     WHERE id = ? AND plan_done = 1 AND delivered + failed = total`,
  );
  const control = connection
    .prepare<[number], ResendControl>(`SELECT control FROM resends WHERE id = ?`)
    .pluck();
  const settle = connection.prepare<[string, string | null, number, number, number]>(
    `UPDATE resends SET status = ?, detail = ?, plan_done = 1, finished_at_ms = ?,
       updated_at_ms = ? WHERE id = ? AND status IN ('PENDING', 'PROCESSING')`,
  );

  function finish(id: number, detail: string | null, nowMs: number): void {
    const status = detail === null ? 'COMPLETED' : 'FAILED';
    if (settle.run(status, detail, nowMs, nowMs, id).changes === 1) addNotifications(id, nowMs);
  }

  return {
    settleIfComplete(id, nowMs) {
      const row = progress.get(id);
      if (row === undefined) return false;
      finish(id, failureDetail(row), nowMs);
      return true;
    },
    settleEmpty(id, unmatchedEvents, nowMs) {
      const detail = emptyDetail(unmatchedEvents, control.get(id) ?? 'RUNNING');
      finish(id, detail, nowMs);
    },
  };
}
