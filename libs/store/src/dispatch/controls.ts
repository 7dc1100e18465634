import type { ControlRequest, DispatchStore } from '@webhooks/domain';

import type { Database } from '../database.ts';
import type { FenceGuard } from './fence-guard.ts';

interface ControlRow {
  readonly id: number;
  readonly control: ControlRequest['control'];
  readonly acknowledged: 0 | 1;
}

/** What owners ask of their resends, and what is in force. */
export function createControls(
  database: Database,
  fences: FenceGuard,
): Pick<DispatchStore, 'controls' | 'acknowledgeControl'> {
  const { connection } = database;
  // Whoever only stays paused is not among them, however many these are.
  const toFollow = connection.prepare<[number], ControlRow>(
    `SELECT id, control, acknowledged_revision IS control_revision AS acknowledged
     FROM resends INDEXED BY resends_to_follow
     WHERE finished_at_ms IS NULL AND (control = 'CANCELLING'
       OR control_revision <> coalesce(acknowledged_revision, 0))
     ORDER BY id LIMIT ?`,
  );
  const acknowledge = connection.prepare<[number, number, number, string]>(
    `UPDATE resends SET acknowledged_revision = control_revision, acknowledged_in_flight = ?,
       updated_at_ms = ? WHERE id = ? AND control = ? AND finished_at_ms IS NULL`,
  );

  return {
    controls: async (limit) =>
      toFollow.all(limit).map(({ id, control, acknowledged }) => ({
        id,
        control,
        isAcknowledged: acknowledged === 1,
      })),
    acknowledgeControl: async (fence, id, control, inFlight, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        acknowledge.run(inFlight, nowMs, id, control);
      }),
  };
}
