import type { AttemptOutcome, Disposition, Recording } from '@webhooks/domain';

import type { Database } from '../database.ts';

/** What of a recording becomes of its delivery. */
type DeliveryChange = Omit<Recording, 'endpointId'>;

/** The state that a delivery was in. */
export type WaitingState = 'PENDING' | 'RETRYING';

/** Writes one recording and gives the state before; null, and nothing written, for a settled one. */
export type DeliveryRecorder = (
  recording: DeliveryChange,
  number: number,
  nowMs: number,
) => WaitingState | null;

/** PENDING first: most are, and those that are not cost a second look. */
const waitingStates: readonly WaitingState[] = ['PENDING', 'RETRYING'];

/**
 * Prepares the statements that record. They run inside a fenced write transaction, once for each
 * delivery: RETURNING would be one statement less, but costs a copy of every page that it changes.
 */
export function createDeliveryRecorder({ connection }: Database): DeliveryRecorder {
  const attempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?, attempts = attempts + ?, last_http_status = ?, last_error_class = ?
     WHERE resend_id = ? AND position = ? AND state = ?`,
  );
  const unattempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?
     WHERE resend_id = ? AND position = ? AND state = ?`,
  );
  const addAttempt = connection.prepare<unknown[]>(
    `INSERT INTO attempts (resend_id, position, number, started_at_ms, duration_ms, http_status,
       error_class, error_message, response_snippet)
     SELECT resend_id, position, attempts - ?, ?, ?, ?, ?, ?, ? FROM deliveries
     WHERE resend_id = ? AND position = ?`,
  );

  function recordAttempt(
    { resendId, position, closedAttempt }: DeliveryChange,
    change: readonly unknown[],
    attempt: AttemptOutcome,
  ): WaitingState | null {
    const { httpStatus, errorClass } = attempt;
    const count = closedAttempt === undefined ? 1 : 2;
    const values = [...change, count, httpStatus, errorClass, resendId, position];
    const before = waitingStates.find((state) => attempted.run(...values, state).changes === 1);
    if (before === undefined) return null;
    if (closedAttempt !== undefined) insertAttempt(resendId, position, closedAttempt, 1);
    insertAttempt(resendId, position, attempt, 0);
    return before;
  }

  /** fromLast: how many of its attempts came after this one. */
  function insertAttempt(
    resendId: number,
    position: number,
    attempt: AttemptOutcome,
    fromLast: number,
  ): void {
    addAttempt.run(
      fromLast,
      attempt.startedAtMs,
      attempt.durationMs,
      attempt.httpStatus,
      attempt.errorClass,
      attempt.errorMessage,
      attempt.responseSnippet,
      resendId,
      position,
    );
  }

  return (recording, number, nowMs) => {
    const { attempt, disposition, resendId, position } = recording;
    const change = changeOf(disposition, number, nowMs);
    if (attempt !== null) return recordAttempt(recording, change, attempt);
    const values = [...change, resendId, position];
    const is = (state: WaitingState) => unattempted.run(...values, state).changes === 1;
    return waitingStates.find(is) ?? null;
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
