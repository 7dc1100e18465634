import { notAwaited, resendNotFound, resendSettled } from '@webhooks/domain';
import type { ResendStore } from '@webhooks/domain';
import { toResend } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { AppendAuditRecord } from '../audit/audit-log.ts';
import { createAccessCheck } from '../catalog/access.ts';
import type { Database } from '../sql/database.ts';

/** Changes how fast resends may go, and lets the dispatcher know by a new revision of their control. */
export function createRateChange(
  database: Database,
  appendAuditRecord: AppendAuditRecord,
): ResendStore['changeRate'] {
  const { connection } = database;
  const hasAccess = createAccessCheck(database);
  const find = connection.prepare<[number], ResendRow>(`SELECT * FROM resends WHERE id = ?`);
  const keep = connection.prepare<[number | null, number, number], ResendRow>(
    `UPDATE resends SET max_rate_per_second = ?, control_revision = control_revision + 1,
       updated_at_ms = ? WHERE id = ? RETURNING *`,
  );
  const shown = (rate: number | null): string | null => (rate === null ? null : `${rate}`);

  return async ({ id, userId, maxRatePerSecond, actor, nowMs, isAwaited }) =>
    database.writeQueued(() => {
      if (isAwaited?.() === false) throw notAwaited();
      const row = find.get(id);
      if (row === undefined || !hasAccess(row.account_id, userId)) throw resendNotFound();
      if (row.finished_at_ms !== null) throw resendSettled();
      const before = row.max_rate_per_second;
      if (before === maxRatePerSecond) return toResend(row);
      const change = {
        field: 'max_rate_per_second',
        before: shown(before),
        after: shown(maxRatePerSecond),
      };
      const entry = { atMs: nowMs, accountId: row.account_id, resendId: id };
      const details = { changes: [change] };
      appendAuditRecord({ ...entry, action: 'RESEND_CHANGED', details }, actor);
      return toResend(keep.get(maxRatePerSecond, nowMs, id) ?? row);
    });
}
