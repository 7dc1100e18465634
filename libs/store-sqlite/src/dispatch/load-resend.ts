import type { PendingResend, ResendWorkStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import { createWorkReader } from './read-work.ts';

/** Reads resends for the dispatcher and starts them. */
export function createResendLoader(
  database: Database,
  fences: FenceGuard,
): Omit<ResendWorkStore, 'claim'> {
  const { connection } = database;
  const read = createWorkReader(database);
  const processing = connection
    .prepare<[number, number], number>(
      `SELECT id FROM resends INDEXED BY resends_processing
       WHERE status = 'PROCESSING' AND id > ? ORDER BY id LIMIT ?`,
    )
    .pluck();
  const pending = connection.prepare<[number, number], PendingResend>(
    `SELECT o.resend_id AS id, o.mode
     FROM outbox AS o NOT INDEXED
     CROSS JOIN resends AS r ON r.id = o.resend_id
     WHERE o.resend_id > ? AND r.status = 'PENDING' AND r.control = 'RUNNING'
     ORDER BY o.resend_id LIMIT ?`,
  );
  const startableBefore = connection
    .prepare<[number, number], number>(
      `SELECT id FROM resends INDEXED BY resends_unsettled
       WHERE finished_at_ms IS NULL AND runs_from_ms < ? ORDER BY runs_from_ms, id LIMIT ?`,
    )
    .pluck();
  const begin = connection.prepare<[number, number]>(
    `UPDATE resends SET status = 'PROCESSING', updated_at_ms = ?
     WHERE id = ? AND status = 'PENDING'`,
  );

  return {
    loadResend: async (id) => read(id)?.work ?? null,
    processingResends: async (afterId, limit) => processing.all(afterId, limit),
    pendingResends: async (afterId, limit) => pending.all(afterId, limit),
    startableBefore: async (beforeMs, limit) => startableBefore.all(beforeMs, limit),
    begin: async (fence, id, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        begin.run(nowMs, id);
      }),
  };
}
