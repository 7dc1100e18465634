import {
  accountNotFound,
  modeOf,
  notAwaited,
  objectNotFound,
  resendNotFound,
} from '@webhooks/domain';
import type { AcceptResend, AcceptResult, DomainError, OutboxJob } from '@webhooks/domain';
import { frozenSetOf, toResend } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import type { AuditEntry, AppendAuditRecord } from '../audit/audit-log.ts';
import { createAccessCheck } from '../catalog/access.ts';
import type { Database } from '../sql/database.ts';
import { createActiveLimits } from './active-limits.ts';
import { createEndpointFreezer } from './freeze-endpoints.ts';
import { createIdempotencyKeys } from './idempotency.ts';
import { createSnapshotReader, createResendInserter } from './insert-resend.ts';
import type { StoreSnapshot } from './insert-resend.ts';
import { createRetryRefusal } from './retry-refusal.ts';
import { createUnknownEndpoint } from './unknown-endpoint.ts';

/**
 * Makes requests durable in one transaction. The work for each depends on the endpoints of its
 * account alone, never on the events that match.
 */
export function createAccept(
  database: Database,
  appendAuditRecord: AppendAuditRecord,
): (requests: readonly AcceptResend[]) => Promise<AcceptResult[]> {
  const { connection } = database;
  const keys = createIdempotencyKeys(database);
  const readSnapshot = createSnapshotReader(database);
  const insertResend = createResendInserter(database);
  const freezeEndpoints = createEndpointFreezer(database);
  const unknownEndpoint = createUnknownEndpoint(database);
  const retryRefusal = createRetryRefusal(database);
  const activeLimit = createActiveLimits(database);
  const hasAccess = createAccessCheck(database);
  const find = connection.prepare<[number], ResendRow>(`SELECT * FROM resends WHERE id = ?`);
  const addToOutbox = connection.prepare<[number, number, string, string]>(
    `INSERT INTO outbox (resend_id, run, mode, traceparent) VALUES (?, ?, ?, ?)`,
  );

  function refusalOrRepetition(request: AcceptResend): AcceptResult | null {
    if (!hasAccess(request.accountId, request.userId)) {
      return { kind: 'refused', error: noAccess(request) };
    }
    const known = keys.find(request);
    const row = known === undefined ? undefined : find.get(known.resendId);
    if (known !== undefined && row !== undefined) {
      return known.fingerprint === request.idempotency?.fingerprint
        ? { kind: 'already_accepted', resend: toResend(row) }
        : { kind: 'idempotency_key_reused' };
    }
    const endpointId = unknownEndpoint(request.accountId, request.selection.endpointIds);
    if (endpointId !== undefined) return { kind: 'endpoint_not_found', endpointId };
    const error = retryRefusal(request) ?? activeLimit(request);
    return error === null ? null : { kind: 'refused', error };
  }

  function acceptOne(request: AcceptResend, snapshot: StoreSnapshot): AcceptResult {
    if (request.isAwaited?.() === false) return { kind: 'refused', error: notAwaited() };
    const settledBefore = refusalOrRepetition(request);
    if (settledBefore !== null) return settledBefore;

    const row = insertResend(request, snapshot);
    freezeEndpoints(row.id, frozenSetOf(row));
    keys.keep(request, row.id);
    appendAuditRecord(auditEntryOf(request, row), request.actor);
    const { traceparent, selection } = request;
    const job: OutboxJob = { resendId: row.id, run: 1, mode: modeOf(selection), traceparent };
    addToOutbox.run(job.resendId, job.run, job.mode, job.traceparent);
    return { kind: 'accepted', resend: toResend(row), job };
  }

  return (requests) =>
    database.writeQueued(() => {
      const snapshot = readSnapshot();
      return requests.map((request) => acceptOne(request, snapshot));
    });
}

/** As for an account, an object or a resend that does not exist. */
function noAccess({ selection, retryOfId }: AcceptResend): DomainError {
  if (retryOfId !== null) return resendNotFound();
  return modeOf(selection) === 'bulk' ? accountNotFound() : objectNotFound(selection.resendType);
}

function auditEntryOf({ selection, retryOfId, nowMs }: AcceptResend, row: ResendRow): AuditEntry {
  const predicate = { selection, asOfSeq: row.as_of_seq };
  const act = { atMs: nowMs, accountId: row.account_id, resendId: row.id };
  return retryOfId === null
    ? { ...act, action: 'RESEND_CREATED', details: { predicate } }
    : { ...act, action: 'FAILED_DELIVERIES_RETRIED', details: { predicate, retryOfId } };
}
