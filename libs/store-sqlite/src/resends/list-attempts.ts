import type { Attempt, ErrorClass } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

interface AttemptRow {
  readonly number: number;
  readonly started_at_ms: number;
  readonly duration_ms: number;
  readonly http_status: number | null;
  readonly error_class: ErrorClass | null;
  readonly error_message: string | null;
  readonly response_snippet: Buffer | null;
}

/** Every attempt of one delivery; null when there is no such delivery. */
export function createAttemptList({
  connection,
}: Database): (resendId: number, position: number) => Attempt[] | null {
  const delivery = connection.prepare<[number, number]>(
    `SELECT 1 FROM deliveries WHERE resend_id = ? AND position = ?`,
  );
  const attempts = connection.prepare<[number, number], AttemptRow>(
    `SELECT number, started_at_ms, duration_ms, http_status, error_class, error_message,
            response_snippet
     FROM attempts WHERE resend_id = ? AND position = ? ORDER BY number`,
  );

  return (resendId, position) => {
    if (delivery.get(resendId, position) === undefined) return null;
    return attempts.all(resendId, position).map((row) => ({
      number: row.number,
      startedAtMs: row.started_at_ms,
      durationMs: row.duration_ms,
      httpStatus: row.http_status,
      errorClass: row.error_class,
      errorMessage: row.error_message,
      responseSnippet: row.response_snippet,
    }));
  };
}
