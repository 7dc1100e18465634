import { MAX_PREDECESSORS } from '@webhooks/domain';
import type { SampledRow, SampleRow, SampleStore } from '@webhooks/domain';
import { sampleFiguresOf, type SampledOutcome } from '@webhooks/store-kit';

import type { FenceGuard } from '../lease/fence-guard.ts';
import type { Database } from '../sql/database.ts';

type Row = Omit<SampleRow, 'predecessors'> & { readonly predecessors: string | null };

/** Finds what a resend may begin with, and keeps what was chosen. */
export function createSamples(database: Database, fences: FenceGuard): SampleStore {
  const { connection } = database;
  const rows = connection.prepare<[number, number, number], Row>(
    `SELECT d.position, e.type AS eventType, d.endpoint_id AS endpointId,
       coalesce(
         (SELECT iif(p.state = 'DELIVERED', '',
            coalesce(CAST(p.last_http_status AS TEXT), p.last_error_class, 'failed'))
          FROM deliveries AS p INDEXED BY deliveries_by_event
          WHERE p.event_seq = d.event_seq AND p.endpoint_id = d.endpoint_id
            AND p.resend_id < d.resend_id AND p.attempts > 0
          ORDER BY p.resend_id DESC LIMIT 1),
         (SELECT iif(o.outcome = 'FAILED' OR o.outcome = 'RETRYING',
            coalesce(CAST(o.http_status AS TEXT), 'failed'), '')
          FROM endpoint_outcomes AS o INDEXED BY endpoint_outcomes_by_event
          WHERE o.event_seq = d.event_seq AND o.endpoint_id = d.endpoint_id
          ORDER BY o.occurred_at_us DESC LIMIT 1),
         iif(e.outcome = 'FAILED', 'failed', '')) AS lastFailure,
       iif(e.object_reference_id IS NULL, NULL,
         (SELECT json_group_array(position) FROM (
           SELECT p.position FROM events AS b INDEXED BY events_by_object
           CROSS JOIN deliveries AS p INDEXED BY deliveries_by_event
             ON p.event_seq = b.seq AND p.endpoint_id = d.endpoint_id AND p.resend_id = d.resend_id
           WHERE b.resend_type = e.resend_type AND b.object_reference_id = e.object_reference_id
             AND (b.occurred_at_us, b.seq) < (e.occurred_at_us, e.seq)
             AND (p.state = 'PENDING' OR p.state = 'RETRYING')
           ORDER BY b.occurred_at_us, b.seq LIMIT ${MAX_PREDECESSORS + 1}))) AS predecessors
     FROM deliveries AS d CROSS JOIN events AS e ON e.seq = d.event_seq
     WHERE d.resend_id = ? AND d.position > ? AND d.state = 'PENDING'
     ORDER BY d.position LIMIT ?`,
  );
  const begin = connection.prepare<[string | null, string, string, number]>(
    `UPDATE resends SET sample_state = ?, sample_figures = ?, sample_left_out = ?
     WHERE id = ? AND sample_state = 'WAITING'`,
  );
  const keep = connection.prepare<[number, number, string, string, number]>(
    `INSERT INTO resend_samples (resend_id, position, event_type, last_failure, deliveries)
     VALUES (?, ?, ?, ?, ?)`,
  );

  return {
    sampleRows: async (id, afterPosition, limit) =>
      rows
        .all(id, afterPosition, limit)
        .map((row) => ({ ...row, predecessors: predecessorsOf(row.predecessors) })),
    startSample: async (fence, id, chosen, leftOut) =>
      database.write(() => {
        fences.assert(fence);
        const state = chosen.length === 0 ? null : 'SENDING';
        const figures = JSON.stringify(sampleFiguresOf(chosen.map(notSent)));
        const { changes } = begin.run(state, figures, JSON.stringify(leftOut), id);
        if (changes === 0) return;
        for (const { position, eventType, lastFailure, deliveries } of chosen) {
          keep.run(id, position, eventType, lastFailure, deliveries);
        }
      }),
  };
}

function predecessorsOf(json: string | null): readonly number[] | null {
  const positions = JSON.parse(json ?? '[]') as readonly number[];
  return positions.length > MAX_PREDECESSORS ? null : positions;
}

function notSent({ position: _, ...row }: SampledRow): SampledOutcome {
  return { ...row, state: 'PENDING', attempts: 0, httpStatus: null, errorClass: null };
}
