import type {
  AttemptOutcome,
  DeliveryKey,
  Disposition,
  AttemptRecord,
  UnattemptedDisposition,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** What of a attemptRecord becomes of its delivery. */
type DeliveryChange = Pick<
  AttemptRecord,
  'resendId' | 'position' | 'attempts' | 'attemptsBefore' | 'disposition'
>;

/** The state that a delivery was in. */
export type UnsettledState = 'PENDING' | 'RETRYING';

/** Writes attempt records and gives the state before; null, and nothing written, for a settled delivery. */
export interface DeliveryUpdater {
  /** Writes nothing, either, where other attempts are recorded than the attemptRecord knows of. */
  record(attemptRecord: DeliveryChange, number: number, nowMs: number): UnsettledState | null;
  /** Settles a delivery without an attempt, whatever is recorded of it. */
  settle(
    delivery: DeliveryKey,
    disposition: UnattemptedDisposition,
    number: number,
    nowMs: number,
  ): UnsettledState | null;
}

/** PENDING first: most are, and those that are not cost a second look. */
const waitingStates: readonly UnsettledState[] = ['PENDING', 'RETRYING'];

/**
 * Prepares the statements that record. They run inside a fenced write transaction, once for each
 * delivery: RETURNING would be one statement less, but costs a copy of every page that it changes.
 */
export function createDeliveryUpdater({ connection }: Database): DeliveryUpdater {
  const attempted = connection.prepare<unknown[]>(
    `UPDATE deliveries SET state = ?, reason = ?, next_attempt_at_ms = ?, settled_at_ms = ?,
       settled_by = ?, attempts = attempts + ?, last_http_status = ?, last_error_class = ?,
       duplicate = ?
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
    attemptRecord: DeliveryChange,
    change: readonly unknown[],
    { httpStatus, errorClass, isDuplicate }: AttemptOutcome,
  ): UnsettledState | null {
    const { resendId, position, attemptsBefore, attempts } = attemptRecord;
    const key = [resendId, position, attemptsBefore];
    const duplicate = isDuplicate === undefined ? null : Number(isDuplicate);
    const values = [...change, attempts.length, httpStatus, errorClass, duplicate, ...key];
    const before = waitingStates.find((state) => attempted.run(...values, state).changes === 1);
    if (before === undefined) return null;
    addAttempts(attemptRecord);
    return before;
  }

  function settle(
    { resendId, position }: DeliveryKey,
    disposition: Disposition,
    number: number,
    nowMs: number,
  ): UnsettledState | null {
    const values = [...changeOf(disposition, number, nowMs), resendId, position];
    const is = (state: UnsettledState) => unattempted.run(...values, state).changes === 1;
    return waitingStates.find(is) ?? null;
  }

  return {
    record(attemptRecord, number, nowMs) {
      const { attempts, disposition } = attemptRecord;
      const last = attempts.at(-1);
      if (last === undefined) return settle(attemptRecord, disposition, number, nowMs);
      return recordAttempts(attemptRecord, changeOf(disposition, number, nowMs), last);
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
