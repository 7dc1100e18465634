import { hasOptions, modeOf, notAwaited } from '@webhooks/domain';
import type { AcceptResend, AcceptResult, OutboxJob } from '@webhooks/domain';
import { frozenSetOf, refusalOf, toResend } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { AuditEntry, AppendAuditRecord } from '../audit/audit-log.ts';
import type { Database } from '../sql/database.ts';
import { createAcceptanceFacts } from './acceptance-facts.ts';
import { createEndpointFreezer } from './freeze-endpoints.ts';
import { createIdempotencyKeys } from './idempotency.ts';
import { createSnapshotReader, createResendInserter } from './insert-resend.ts';
import type { StoreSnapshot } from './insert-resend.ts';
import { createJobAdder } from './queue-due-jobs.ts';

/**
 * Makes requests durable in one transaction. The work for each depends on the endpoints of its
 * account alone, never on the events that match.
 */
export function createAccept(
  database: Database,
  appendAuditRecord: AppendAuditRecord,
): (requests: readonly AcceptResend[]) => Promise<AcceptResult[]> {
  const keys = createIdempotencyKeys(database);
  const readSnapshot = createSnapshotReader(database);
  const insertResend = createResendInserter(database);
  const freezeEndpoints = createEndpointFreezer(database);
  const readFacts = createAcceptanceFacts(database, keys);
  const addJob = createJobAdder(database);

  function acceptOne(request: AcceptResend, snapshot: StoreSnapshot): AcceptResult {
    if (request.isAwaited?.() === false) return { kind: 'refused', error: notAwaited() };
    const refusal = refusalOf(request, readFacts(request));
    if (refusal !== null) return refusal;

    const row = insertResend(request, snapshot);
    freezeEndpoints(row, frozenSetOf(row));
    keys.keep(request, row.id);
    appendAuditRecord(auditEntryOf(request, row), request.actor);
    if (row.awaits_time === 1) return { kind: 'accepted', resend: toResend(row), job: null };
    const { traceparent, selection } = request;
    const job: OutboxJob = { resendId: row.id, run: 1, mode: modeOf(selection), traceparent };
    addJob(job);
    return { kind: 'accepted', resend: toResend(row), job };
  }

  return (requests) =>
    database.writeQueued(() => {
      const snapshot = readSnapshot();
      return requests.map((request) => acceptOne(request, snapshot));
    });
}

function auditEntryOf(request: AcceptResend, row: ResendRow): AuditEntry {
  const { selection, options, retryOfId, nowMs } = request;
  const predicate = { selection, asOfSeq: row.as_of_seq };
  const details = { predicate, ...(hasOptions(options) ? { options } : {}) };
  const entry = { atMs: nowMs, accountId: row.account_id, resendId: row.id };
  return retryOfId === null
    ? { ...entry, action: 'RESEND_CREATED', details }
    : { ...entry, action: 'FAILED_DELIVERIES_RETRIED', details: { ...details, retryOfId } };
}
