import { proofScheduleMs } from '@webhooks/domain';
import type {
  MtlsFinding,
  TestAttempt,
  TestEventQueue,
  TestEventResult,
  WaitingTestEvent,
} from '@webhooks/domain';

import { isUnproven } from '../catalog/endpoint-proofs.ts';
import type { FenceGuard } from '../lease/fence-guard.ts';
import type { Database } from '../sql/database.ts';

type Attempted = Exclude<TestEventResult, { state: 'SKIPPED' }>;

interface SettledRow {
  readonly endpoint_id: string;
  readonly user_id: number;
  /** Null: a user asked for it. */
  readonly round: number | null;
}

/** Test events that wait, and what came of them. */
export function createTestEventQueue(database: Database, fences: FenceGuard): TestEventQueue {
  const { connection } = database;
  const waiting = connection.prepare<[number, number], WaitingTestEvent>(
    `SELECT id, endpoint_id AS endpointId, created_at_ms AS createdAtMs
     FROM test_events INDEXED BY test_events_waiting
     WHERE settled_at_ms IS NULL AND created_at_ms <= ? ORDER BY created_at_ms LIMIT ?`,
  );
  const settle = connection.prepare<unknown[], SettledRow>(
    `UPDATE test_events SET state = ?, reason = ?, started_at_ms = ?, duration_ms = ?,
       http_status = ?, error_class = ?, error_message = ?, response_snippet = ?, mtls = ?,
       challenge_answered = ?, settled_at_ms = ?
     WHERE id = ? AND settled_at_ms IS NULL RETURNING endpoint_id, user_id, round`,
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

  const provenUrl = connection.prepare<[number, string, string]>(
    `UPDATE endpoint_proofs SET proven_at_ms = ? WHERE endpoint_id = ? AND url = ?
       AND proven_at_ms IS NULL`,
  );
  const addRound = connection.prepare<[number, number, number, string, string]>(
    `INSERT INTO test_events (endpoint_id, user_id, created_at_ms, round)
     SELECT e.id, ?, ?, ? FROM endpoints AS e WHERE e.id = ? AND ${isUnproven}
       AND NOT EXISTS (SELECT 1 FROM test_events AS t INDEXED BY test_events_by_endpoint
         WHERE t.endpoint_id = ? AND t.round IS NOT NULL AND t.settled_at_ms IS NULL)`,
  );

  function learn({ mtls, provenUrl: url }: Attempted, endpointId: string, nowMs: number): void {
    if (mtls !== null) note(mtls, endpointId, nowMs);
    // At another URL, where it may have moved meanwhile, nothing is proven.
    if (url !== null) provenUrl.run(nowMs, endpointId, url);
  }

  function continueProof({ endpoint_id: id, user_id: userId, round }: SettledRow, nowMs: number) {
    const pauseMs = round === null ? undefined : proofScheduleMs[round + 1];
    if (round === null || pauseMs === undefined) return;
    addRound.run(userId, nowMs + pauseMs, round + 1, id, id);
  }

  return {
    waitingTestEvents: async (nowMs, limit) => waiting.all(nowMs, limit),
    settleTestEvent: async (fence, id, result, nowMs) =>
      database.write(() => {
        fences.assert(fence);
        const settled = settle.get(...columnsOf(result), nowMs, id);
        if (settled === undefined) return;
        if (result.state !== 'SKIPPED') learn(result, settled.endpoint_id, nowMs);
        continueProof(settled, nowMs);
      }),
  };
}

function columnsOf(result: TestEventResult): unknown[] {
  return result.state === 'SKIPPED'
    ? ['SKIPPED', result.reason, null, null, null, null, null, null, null, null]
    : [
        ...[result.state, null, ...attemptColumns(result.attempt)],
        ...[result.mtls?.verdict ?? null, result.provenUrl === null ? 0 : 1],
      ];
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
