import { sampleDetail, sampleFiguresOf, type SampledOutcome } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/**
 * Says what the answers to a sample mean for its resend, if it has one: at the first that is no 2xx the
 * resend is paused; when all are, it continues. Either is a new revision of its control, by which the
 * dispatcher learns of it. Runs inside a fenced write transaction, behind the records.
 */
export function createSampleJudge({ connection }: Database): (resendId: number) => void {
  const isSampling = connection.prepare<[number]>(
    `SELECT 1 FROM resends INDEXED BY resends_sampling
     WHERE id = ? AND sample_state IS NOT NULL
       AND (sample_state = 'SENDING' OR sample_state = 'FAILED') AND control <> 'CANCELLING' AND finished_at_ms IS NULL`,
  );
  const outcomes = connection.prepare<[number], SampledOutcome>(
    `SELECT s.event_type AS eventType, d.endpoint_id AS endpointId, s.last_failure AS lastFailure,
       s.deliveries, d.state, d.attempts,
       d.last_http_status AS httpStatus, d.last_error_class AS errorClass
     FROM resend_samples AS s
     CROSS JOIN deliveries AS d ON d.resend_id = s.resend_id AND d.position = s.position
     WHERE s.resend_id = ? ORDER BY s.position`,
  );
  const fail = connection.prepare<[string, number]>(
    `UPDATE resends SET sample_detail = ?,
       control_revision = control_revision + (sample_state = 'SENDING' AND control = 'RUNNING'),
       control = 'PAUSED', sample_state = 'FAILED'
     WHERE id = ? AND (sample_state = 'SENDING' OR control = 'PAUSED')`,
  );
  const pass = connection.prepare<[number]>(
    `UPDATE resends SET sample_state = NULL, control_revision = control_revision + 1
     WHERE id = ? AND sample_state = 'SENDING'`,
  );

  const keep = connection.prepare<[string, number]>(
    `UPDATE resends SET sample_figures = ? WHERE id = ?`,
  );

  return (resendId) => {
    if (isSampling.get(resendId) === undefined) return;
    const sampled = outcomes.all(resendId);
    keep.run(JSON.stringify(sampleFiguresOf(sampled)), resendId);
    const detail = sampleDetail(sampled);
    if (detail !== null) fail.run(detail, resendId);
    else if (sampled.every(({ state }) => state !== 'PENDING')) pass.run(resendId);
  };
}
