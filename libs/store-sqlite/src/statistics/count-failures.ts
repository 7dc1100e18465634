import type { AttemptOutcome, AttemptRecord } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Attempts of one resend that failed alike. */
interface Failures {
  readonly resendId: number;
  readonly errorClass: string;
  readonly httpStatus: number;
  attempts: number;
}

/**
 * Adds the failed attempts of a group to the statistics of their resends: one statement for each
 * resend, error class and status. Runs inside a fenced write transaction.
 */
export function createFailureCounter({
  connection,
}: Database): (recorded: readonly AttemptRecord[]) => void {
  const add = connection.prepare<[number, string, number, number]>(
    `INSERT INTO resend_failures (resend_id, error_class, http_status, attempts)
     VALUES (?, ?, ?, ?) ON CONFLICT (resend_id, error_class, http_status)
     DO UPDATE SET attempts = attempts + excluded.attempts`,
  );

  return (recorded) => {
    for (const { resendId, errorClass, httpStatus, attempts } of failuresOf(recorded)) {
      add.run(resendId, errorClass, httpStatus, attempts);
    }
  };
}

function failuresOf(recorded: readonly AttemptRecord[]): Iterable<Failures> {
  const all = new Map<string, Failures>();
  for (const { resendId, attempts } of recorded) {
    for (const attempt of attempts) countFailure(all, resendId, attempt);
  }
  return all.values();
}

function countFailure(
  all: Map<string, Failures>,
  resendId: number,
  attempt: Pick<AttemptOutcome, 'errorClass' | 'httpStatus'>,
): void {
  const { errorClass } = attempt;
  if (errorClass === null) return;
  const httpStatus = attempt.httpStatus ?? 0;
  const key = `${resendId} ${errorClass} ${httpStatus}`;
  const failures = all.get(key);
  if (failures === undefined) all.set(key, { resendId, errorClass, httpStatus, attempts: 1 });
  else failures.attempts += 1;
}
