import type { ControlRequest, ControlRequestStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';

interface ControlRow {
  readonly id: number;
  readonly control: ControlRequest['control'];
  readonly maxRatePerSecond: number | null;
  readonly revision: number;
  readonly acknowledged: 0 | 1;
}

/** What owners ask of their resends, and what is in force. */
export function createControlRequests(database: Database, fences: FenceGuard): ControlRequestStore {
  const { connection } = database;
  // Whoever only stays paused is not among them, however many these are.
  const toFollow = connection.prepare<[number], ControlRow>(
    `SELECT id, control, max_rate_per_second AS maxRatePerSecond, control_revision AS revision,
       acknowledged_revision IS control_revision AS acknowledged
     FROM resends INDEXED BY resends_to_follow
     WHERE finished_at_ms IS NULL AND (control = 'CANCELLING'
       OR control_revision <> coalesce(acknowledged_revision, 0))
     ORDER BY id LIMIT ?`,
  );
  const acknowledge = connection.prepare<[number, number, number, number]>(
    `UPDATE resends SET acknowledged_revision = control_revision, acknowledged_in_flight = ?,
       updated_at_ms = ?
     WHERE id = ? AND control_revision = ? AND acknowledged_revision IS NOT control_revision
       AND finished_at_ms IS NULL`,
  );

  return {
    controls: async (limit) =>
      toFollow.all(limit).map(({ acknowledged, ...request }) => ({
        ...request,
        isAcknowledged: acknowledged === 1,
      })),
    acknowledgeControl: async (fence, { id, revision }, inFlight, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        acknowledge.run(inFlight, nowMs, id, revision);
      }),
  };
}
