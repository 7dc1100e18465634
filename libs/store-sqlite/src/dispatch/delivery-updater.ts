import type {
  AttemptOutcome,
  DeliveryKey,
  Disposition,
  AttemptRecord,
  UnattemptedDisposition,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** What of a recording becomes of its delivery. */
type DeliveryChange = Pick<
  AttemptRecord,
  'resendId' | 'position' | 'attempts' | 'attemptsBefore' | 'disposition'
>;

/** The state that a delivery was in. */
export type WaitingState = 'PENDING' | 'RETRYING';

/** Writes recordings and gives the state before; null, and nothing written, for a settled delivery. */
export interface DeliveryRecorder {
  /** Writes nothing, either, where other attempts are recorded than the recording knows of. */
  record(recording: DeliveryChange, number: number, nowMs: number): WaitingState | null;
  /** Settles a delivery without an attempt, whatever is recorded of it. */
  settle(
    delivery: DeliveryKey,
    disposition: UnattemptedDisposition,
    number: number,
    nowMs: number,
  ): WaitingState | null;
}

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
     WHERE resend_id = ? AND position = ? AND attempts = ? AND state = ?`,
  );
  const unattempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?
     WHERE resend_id = ? AND position = ? AND state = ?`,
  );
  const addAttempt = connection.prepare<unknown[]>(
    `INSERT INTO attempts (resend_id, position, number, started_at_ms, duration_ms, http_status,
       error_class, error_message, response_snippet) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );

  function addAttempts({ resendId, position, attemptsBefore, attempts }: DeliveryChange): void {
    let number = attemptsBefore;
    for (const attempt of attempts) {
      number += 1;
      addAttempt.run(
        resendId,
        position,
        number,
        attempt.startedAtMs,
        attempt.durationMs,
        attempt.httpStatus,
        attempt.errorClass,
        attempt.errorMessage,
        attempt.responseSnippet,
      );
    }
  }

  function recordAttempts(
    recording: DeliveryChange,
    change: readonly unknown[],
    { httpStatus, errorClass }: AttemptOutcome,
  ): WaitingState | null {
    const { resendId, position, attemptsBefore, attempts } = recording;
    const key = [resendId, position, attemptsBefore];
    const values = [...change, attempts.length, httpStatus, errorClass, ...key];
    const before = waitingStates.find((state) => attempted.run(...values, state).changes === 1);
    if (before === undefined) return null;
    addAttempts(recording);
    return before;
  }

  function settle(
    { resendId, position }: DeliveryKey,
    disposition: Disposition,
    number: number,
    nowMs: number,
  ): WaitingState | null {
    const values = [...changeOf(disposition, number, nowMs), resendId, position];
    const is = (state: WaitingState) => unattempted.run(...values, state).changes === 1;
    return waitingStates.find(is) ?? null;
  }

  return {
    record(recording, number, nowMs) {
      const { attempts, disposition } = recording;
      const last = attempts.at(-1);
      if (last === undefined) return settle(recording, disposition, number, nowMs);
      return recordAttempts(recording, changeOf(disposition, number, nowMs), last);
    },
    settle,
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
