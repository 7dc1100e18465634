import type { AttemptOutcome, Disposition, Recording } from '@webhooks/domain';

import type { Database } from '../database.ts';

/** Writes one recording; false, and nothing written, when its delivery is settled already. */
export type DeliveryRecorder = (recording: Recording, number: number, nowMs: number) => boolean;

/**
 * Prepares the statements that record. They run inside a fenced write transaction, once for each
 * delivery: RETURNING would be one statement less, but costs a copy of every page that it changes.
 */
export function createDeliveryRecorder({ connection }: Database): DeliveryRecorder {
  const attempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?, attempts = attempts + 1, last_http_status = ?, last_error_class = ?
     WHERE resend_id = ? AND position = ? AND state IN ('PENDING', 'RETRYING')`,
  );
  const unattempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?
     WHERE resend_id = ? AND position = ? AND state IN ('PENDING', 'RETRYING')`,
  );
  const addAttempt = connection.prepare<unknown[]>(
    `INSERT INTO attempts (resend_id, position, number, started_at_ms, duration_ms, http_status,
       error_class, error_message, response_snippet)
     SELECT resend_id, position, attempts, ?, ?, ?, ?, ?, ? FROM deliveries
     WHERE resend_id = ? AND position = ?`,
  );

  function recordAttempt(
    { resendId, position }: Recording,
    change: readonly unknown[],
    attempt: AttemptOutcome,
  ): boolean {
    const { httpStatus, errorClass } = attempt;
    const { changes } = attempted.run(...change, httpStatus, errorClass, resendId, position);
    if (changes === 0) return false;
    addAttempt.run(
      attempt.startedAtMs,
      attempt.durationMs,
      httpStatus,
      errorClass,
      attempt.errorMessage,
      attempt.responseSnippet,
      resendId,
      position,
    );
    return true;
  }

  return (recording, number, nowMs) => {
    const { attempt, disposition, resendId, position } = recording;
    const change = changeOf(disposition, number, nowMs);
    if (attempt !== null) return recordAttempt(recording, change, attempt);
    return unattempted.run(...change, resendId, position).changes === 1;
  };
}

/** state, reason, next_attempt_at_ms, settled_at_ms, settled_by */
function changeOf(disposition: Disposition, number: number, nowMs: number): readonly unknown[] {
  switch (disposition.state) {
    case 'DELIVERED':
      return ['DELIVERED', null, null, nowMs, number];
    case 'RETRYING':
      return ['RETRYING', null, disposition.nextAttemptAtMs, null, null];
    case 'FAILED':
    case 'SKIPPED':
    case 'CANCELLED':
      return [disposition.state, disposition.reason, null, nowMs, number];
  }
}
