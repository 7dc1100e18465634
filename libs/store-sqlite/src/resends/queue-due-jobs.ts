import { modeOf } from '@webhooks/domain';
import type { OutboxJob, ResendStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Puts a job into the outbox, unpublished. Runs inside a write transaction. */
export type AddJob = (job: OutboxJob) => void;

export function createJobAdder({ connection }: Pick<Database, 'connection'>): AddJob {
  const add = connection.prepare<[number, number, string, string]>(
    `INSERT INTO outbox (resend_id, run, mode, traceparent) VALUES (?, ?, ?, ?)`,
  );
  return ({ resendId, run, mode, traceparent }) => void add.run(resendId, run, mode, traceparent);
}

interface DueRow {
  readonly id: number;
  readonly objectReferenceId: number | null;
  readonly traceparent: string;
  readonly isPending: 0 | 1;
}

/** Makes the jobs of resends whose time has come. */
export function createDueJobs(database: Database): ResendStore['queueDueJobs'] {
  const { connection } = database;
  const addJob = createJobAdder(database);
  const due = connection.prepare<[number, number], DueRow>(
    `SELECT id, object_reference_id AS objectReferenceId, traceparent,
       status = 'PENDING' AS isPending
     FROM resends INDEXED BY resends_awaiting_time
     WHERE awaits_time = 1 AND not_before_ms <= ? ORDER BY not_before_ms, id LIMIT ?`,
  );
  const release = connection.prepare<[number]>(`UPDATE resends SET awaits_time = 0 WHERE id = ?`);

  function queue(rows: readonly DueRow[]): void {
    for (const { id, objectReferenceId, traceparent, isPending } of rows) {
      release.run(id);
      // One that was cancelled meanwhile is begun without a job.
      if (isPending === 1) {
        addJob({ resendId: id, run: 1, mode: modeOf({ objectReferenceId }), traceparent });
      }
    }
  }

  return async (nowMs, limit) => {
    // Nobody waits for the lock where nothing is due.
    if (due.all(nowMs, 1).length === 0) return 0;
    return database.writeQueued(() => {
      const rows = due.all(nowMs, limit);
      queue(rows);
      return rows.length;
    });
  };
}
