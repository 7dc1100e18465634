import type { DeliveryLoader } from '@webhooks/domain';
import type { EventKey } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { plannedColumns, readPlanned } from './planned-delivery.ts';
import type { PlannedRow } from './planned-delivery.ts';

/** Before and after every event. */
const first: EventKey = { occurredAtUs: Number.MIN_SAFE_INTEGER, seq: 0 };
const last: EventKey = { occurredAtUs: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

/** Loads again what was planned before. */
export function createDeliveryLoader({ connection }: Database): DeliveryLoader {
  const pending = connection.prepare<[number, string, number, number], PlannedRow>(
    `SELECT ${plannedColumns} FROM deliveries AS d INDEXED BY deliveries_waiting
     CROSS JOIN events AS e ON e.seq = d.event_seq
     WHERE d.resend_id = ? AND d.endpoint_id = ? AND d.state = 'PENDING' AND d.position > ?
     ORDER BY d.position LIMIT ?`,
  );
  const sampled = connection.prepare<[number, number, string, number], PlannedRow>(
    `SELECT ${plannedColumns} FROM resend_samples AS s
     CROSS JOIN deliveries AS d ON d.resend_id = s.resend_id AND d.position = s.position
     CROSS JOIN events AS e ON e.seq = d.event_seq
     WHERE s.resend_id = ? AND s.position > ? AND d.endpoint_id = ? AND d.state = 'PENDING'
     ORDER BY s.position LIMIT ?`,
  );
  const eventAt = connection.prepare<[number, number], EventKey>(
    `SELECT e.occurred_at_us AS occurredAtUs, e.seq FROM deliveries AS d
     JOIN events AS e ON e.seq = d.event_seq WHERE d.resend_id = ? AND d.position = ?`,
  );
  // The order of an object's events is that of their positions.
  const successors = connection.prepare<unknown[], PlannedRow>(
    `SELECT ${plannedColumns} FROM events AS e INDEXED BY events_by_object
     CROSS JOIN deliveries AS d INDEXED BY deliveries_by_event
       ON d.event_seq = e.seq AND d.endpoint_id = ? AND d.resend_id = ?
     WHERE e.resend_type = (SELECT resend_type FROM resends WHERE id = ?)
       AND e.object_reference_id = ?
       AND (e.occurred_at_us, e.seq) >= (?, ?) AND (e.occurred_at_us, e.seq) <= (?, ?)
       AND d.state = 'PENDING' AND d.position > ? AND d.position <= ?
     ORDER BY e.occurred_at_us, e.seq LIMIT ?`,
  );
  return {
    loadPending: async (id, endpointId, afterPosition, limit, isSample) =>
      readPlanned(
        isSample
          ? sampled.iterate(id, afterPosition, endpointId, limit.rows)
          : pending.iterate(id, endpointId, afterPosition, limit.rows),
        limit,
      ),
    async loadSuccessors(id, endpointId, objectReferenceId, afterPosition, throughPosition, limit) {
      const from = eventAt.get(id, afterPosition) ?? first;
      const to = eventAt.get(id, throughPosition) ?? last;
      const rows = successors.iterate(
        endpointId,
        id,
        id,
        objectReferenceId,
        from.occurredAtUs,
        from.seq,
        to.occurredAtUs,
        to.seq,
        afterPosition,
        throughPosition,
        limit.rows,
      );
      return readPlanned(rows, limit);
    },
  };
}
