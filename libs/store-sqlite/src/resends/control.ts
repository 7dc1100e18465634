import { controlAfter, notAwaited, resendNotFound } from '@webhooks/domain';
import type {
  AuditAction,
  ControlAction,
  ControlCommand,
  ControlledResend,
  ResendStore,
} from '@webhooks/domain';
import { toResend } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { AppendAuditRecord } from '../audit/audit-log.ts';
import { createAccessCheck } from '../catalog/access.ts';
import type { Database } from '../sql/database.ts';

const auditActions = {
  CANCEL: 'RESEND_CANCELLED',
  PAUSE: 'RESEND_PAUSED',
  RESUME: 'RESEND_RESUMED',
} as const satisfies Record<ControlAction, AuditAction>;

/** Keeps what users ask of the resends of their accounts, and says how far the dispatcher has followed. */
export function createControl(
  database: Database,
  appendAuditRecord: AppendAuditRecord,
): Pick<ResendStore, 'control' | 'controlState'> {
  const { connection } = database;
  const hasAccess = createAccessCheck(database);
  const find = connection.prepare<[number], ResendRow>(`SELECT * FROM resends WHERE id = ?`);
  const keep = connection.prepare<[string, number, number], ResendRow>(
    `UPDATE resends SET control = ?, control_revision = control_revision + 1, updated_at_ms = ?
     WHERE id = ? RETURNING *`,
  );

  function control(command: ControlCommand): ResendRow {
    const { id, userId, action, actor, nowMs, isAwaited } = command;
    if (isAwaited?.() === false) throw notAwaited();
    const row = find.get(id);
    if (row === undefined || !hasAccess(row.account_id, userId)) throw resendNotFound();
    const requested = controlAfter(action, {
      control: row.control,
      finishedAtMs: row.finished_at_ms,
    });
    if (requested === row.control) return row;
    appendAuditRecord(
      { atMs: nowMs, action: auditActions[action], accountId: row.account_id, resendId: id },
      actor,
    );
    return keep.get(requested, nowMs, id) ?? row;
  }

  return {
    control: async (command) => toControlled(await database.writeQueued(() => control(command))),
    async controlState(id) {
      const row = find.get(id);
      return row === undefined ? null : toControlled(row);
    },
  };
}

function toControlled(row: ResendRow): ControlledResend {
  const { acknowledged_revision: revision, acknowledged_in_flight: inFlight } = row;
  return {
    resend: toResend(row),
    revision: row.control_revision,
    acknowledgement: revision === null ? null : { revision, inFlight: inFlight ?? 0 },
  };
}
