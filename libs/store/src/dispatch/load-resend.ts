import { modeOf } from '@webhooks/domain';
import type { DispatchStore, ResendWork } from '@webhooks/domain';

import type { Database } from '../database.ts';
import type { ResendRow } from '../resends/resend-row.ts';
import type { FenceGuard } from './fence-guard.ts';

/** Reads resends for the dispatcher and starts them. */
export function createResendLoader(
  database: Database,
  fences: FenceGuard,
): Pick<DispatchStore, 'loadResend' | 'processingResends' | 'acceptedBefore' | 'begin'> {
  const { connection } = database;
  const find = connection.prepare<[number], ResendRow>(`SELECT * FROM resends WHERE id = ?`);
  const endpointIds = connection
    .prepare<[number], string>(
      `SELECT endpoint_id FROM resend_endpoints WHERE resend_id = ? ORDER BY endpoint_id`,
    )
    .pluck();
  const processing = connection
    .prepare<[number, number], number>(
      `SELECT id FROM resends INDEXED BY resends_processing
       WHERE status = 'PROCESSING' AND id > ? ORDER BY id LIMIT ?`,
    )
    .pluck();
  const acceptedBefore = connection
    .prepare<[number, number], number>(
      `SELECT id FROM resends INDEXED BY resends_unsettled
       WHERE finished_at_ms IS NULL AND created_at_ms < ? ORDER BY created_at_ms, id LIMIT ?`,
    )
    .pluck();
  const begin = connection.prepare<[number, number]>(
    `UPDATE resends SET status = 'PROCESSING', updated_at_ms = ?
     WHERE id = ? AND status = 'PENDING'`,
  );

  return {
    async loadResend(id) {
      const row = find.get(id);
      return row === undefined ? null : toWork(row, endpointIds.all(id));
    },
    processingResends: async (afterId, limit) => processing.all(afterId, limit),
    acceptedBefore: async (beforeMs, limit) => acceptedBefore.all(beforeMs, limit),
    begin: async (fence, id, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        begin.run(nowMs, id);
      }),
  };
}

function toWork(row: ResendRow, endpointIds: readonly string[]): ResendWork {
  return {
    id: row.id,
    accountId: row.account_id,
    resendType: row.resend_type,
    mode: modeOf({ objectReferenceId: row.object_reference_id }),
    status: row.status,
    control: row.control,
    createdAtMs: row.created_at_ms,
    traceparent: row.traceparent,
    endpointIds,
    total: row.total,
    planned: row.plan_done === 1,
  };
}
