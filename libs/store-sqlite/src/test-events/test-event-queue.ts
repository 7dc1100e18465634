import type {
  TestAttempt,
  TestEventQueue,
  TestEventResult,
  WaitingTestEvent,
} from '@webhooks/domain';

import type { FenceGuard } from '../lease/fence-guard.ts';
import type { Database } from '../sql/database.ts';

/** Test events that wait, and what came of them. */
export function createTestEventQueue(database: Database, fences: FenceGuard): TestEventQueue {
  const { connection } = database;
  const waiting = connection.prepare<[number], WaitingTestEvent>(
    `SELECT id, endpoint_id AS endpointId, created_at_ms AS createdAtMs
     FROM test_events INDEXED BY test_events_waiting
     WHERE settled_at_ms IS NULL ORDER BY id LIMIT ?`,
  );
  const settle = connection.prepare<unknown[]>(
    `UPDATE test_events SET state = ?, reason = ?, started_at_ms = ?, duration_ms = ?,
       http_status = ?, error_class = ?, error_message = ?, response_snippet = ?, settled_at_ms = ?
     WHERE id = ? AND settled_at_ms IS NULL`,
  );

  return {
    waitingTestEvents: async (limit) => waiting.all(limit),
    settleTestEvent: async (fence, id, result, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        settle.run(...columnsOf(result), nowMs, id);
      }),
  };
}

function columnsOf(result: TestEventResult): unknown[] {
  return result.state === 'SKIPPED'
    ? ['SKIPPED', result.reason, null, null, null, null, null, null]
    : [result.state, null, ...attemptColumns(result.attempt)];
}

function attemptColumns(attempt: TestAttempt): unknown[] {
  return [
    attempt.startedAtMs,
    attempt.durationMs,
    attempt.httpStatus,
    attempt.errorClass,
    attempt.errorMessage,
    attempt.responseSnippet,
  ];
}
