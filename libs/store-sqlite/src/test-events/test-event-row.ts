import type { TestAttempt, TestEvent } from '@webhooks/domain';

/** A test event as it lies in the database. */
export interface TestEventRow {
  readonly id: number;
  readonly endpoint_id: string;
  readonly state: TestEvent['state'];
  readonly reason: TestEvent['reason'];
  readonly created_at_ms: number;
  readonly settled_at_ms: number | null;
  readonly started_at_ms: number | null;
  readonly duration_ms: number | null;
  readonly http_status: number | null;
  readonly error_class: TestAttempt['errorClass'];
  readonly error_message: string | null;
  readonly response_snippet: Buffer | null;
  readonly mtls: TestEvent['mtls'];
  readonly challenge_answered: 0 | 1 | null;
}

/** A row as users see it. */
export function toTestEvent(row: TestEventRow): TestEvent {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    state: row.state,
    reason: row.reason,
    createdAtMs: row.created_at_ms,
    settledAtMs: row.settled_at_ms,
    attempt: attemptOf(row),
    mtls: row.mtls,
    isChallengeAnswered: row.challenge_answered === null ? null : row.challenge_answered === 1,
  };
}

function attemptOf(row: TestEventRow): TestAttempt | null {
  if (row.started_at_ms === null) return null;
  return {
    startedAtMs: row.started_at_ms,
    durationMs: row.duration_ms ?? 0,
    httpStatus: row.http_status,
    errorClass: row.error_class,
    errorMessage: row.error_message,
    responseSnippet: row.response_snippet,
  };
}
