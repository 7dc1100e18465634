import type { AttemptOutcome, Disposition, Recording } from '@webhooks/domain';

import type { Database } from '../database.ts';

/** Writes one recording; false, and nothing written, when its delivery is settled already. */
export type DeliveryRecorder = (recording: Recording, number: number, nowMs: number) => boolean;

/** Prepares the statements that record. They run inside a fenced write transaction. */
export function createDeliveryRecorder({ connection }: Database): DeliveryRecorder {
  const attempted = connection
    .prepare<unknown[], number>(
      `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
         settled_by = ?, attempts = attempts + 1, last_http_status = ?, last_error_class = ?
       WHERE resend_id = ? AND position = ? AND state IN ('PENDING', 'RETRYING')
       RETURNING attempts`,
    )
    .pluck();
  const unattempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?
     WHERE resend_id = ? AND position = ? AND state IN ('PENDING', 'RETRYING')`,
  );
  const addAttempt = connection.prepare<unknown[]>(
    `INSERT INTO attempts (resend_id, position, number, started_at_ms, duration_ms, http_status,
       error_class, error_message, response_snippet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  function recordAttempt(
    { resendId, position }: Recording,
    change: readonly unknown[],
    attempt: AttemptOutcome,
  ): boolean {
    const { httpStatus, errorClass } = attempt;
    const attemptNumber = attempted.get(...change, httpStatus, errorClass, resendId, position);
    if (attemptNumber === undefined) return false;
    addAttempt.run(
      resendId,
      position,
      attemptNumber,
      attempt.startedAtMs,
      attempt.durationMs,
      httpStatus,
      errorClass,
      attempt.errorMessage,
      attempt.responseSnippet,
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
