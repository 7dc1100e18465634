import type {
  MtlsFinding,
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
  const settle = connection.prepare<unknown[], { readonly endpoint_id: string }>(
    `UPDATE test_events SET state = ?, reason = ?, started_at_ms = ?, duration_ms = ?,
       http_status = ?, error_class = ?, error_message = ?, response_snippet = ?, mtls = ?,
       settled_at_ms = ?
     WHERE id = ? AND settled_at_ms IS NULL RETURNING endpoint_id`,
  );
  const prove = connection.prepare<[string, string, string, number]>(
    `INSERT INTO mtls_proofs (endpoint_id, url, identity, proven_at_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE SET url = excluded.url, identity = excluded.identity,
       proven_at_ms = excluded.proven_at_ms`,
  );
  const disprove = connection.prepare<[string]>(`DELETE FROM mtls_proofs WHERE endpoint_id = ?`);

  /** What is undecided leaves what was found out before. */
  function note({ verdict, url, identity }: MtlsFinding, endpointId: string, nowMs: number): void {
    if (verdict === 'verified') prove.run(endpointId, url, identity, nowMs);
    else if (verdict === 'not_demanded') disprove.run(endpointId);
  }

  return {
    waitingTestEvents: async (limit) => waiting.all(limit),
    settleTestEvent: async (fence, id, result, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        const settled = settle.get(...columnsOf(result), nowMs, id);
        if (settled === undefined || result.state === 'SKIPPED' || result.mtls === null) return;
        note(result.mtls, settled.endpoint_id, nowMs);
      }),
  };
}

function columnsOf(result: TestEventResult): unknown[] {
  return result.state === 'SKIPPED'
    ? ['SKIPPED', result.reason, null, null, null, null, null, null, null]
    : [result.state, null, ...attemptColumns(result.attempt), result.mtls?.verdict ?? null];
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
