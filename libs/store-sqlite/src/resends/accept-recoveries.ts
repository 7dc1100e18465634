import { endpointMatches, modeOf, noOptions } from '@webhooks/domain';
import type {
  AcceptRecoveries,
  AcceptResend,
  ResendSelection,
  ResendStore,
  ResendType,
} from '@webhooks/domain';
import { BY_NOBODY, frozenSetOf } from '@webhooks/store-kit';

import type { AppendAuditRecord } from '../audit/audit-log.ts';
import { goneAtMs } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';
import { createEndpointFreezer } from './freeze-endpoints.ts';
import { createResendInserter, createSnapshotReader, type StoreSnapshot } from './insert-resend.ts';
import { createJobAdder } from './queue-due-jobs.ts';

/** An outage that is over, and the endpoint as it is now. */
interface RecoveryRow {
  readonly endpoint_id: string;
  readonly since_ms: number;
  readonly until_ms: number;
  readonly account_id: number;
  readonly type_webhook: string;
  readonly branch_identifier: string;
  readonly number: string;
  readonly is_wanted: 0 | 1;
}

const types = ['CASHIN', 'CASHOUT'] as const satisfies readonly ResendType[];

/** Events of the range that are looked at; beyond them something is taken to be missing. */
const MAX_LOOKED = 1_000;

/**
 * Makes the resends of outages that are over. Where an endpoint wants one exact type of event, that
 * does not say whether it is money in or out: what has no such event in the range gets no resend.
 */
export function createRecoveries(
  database: Database,
  appendAuditRecord: AppendAuditRecord,
): ResendStore['acceptRecoveries'] {
  const { connection } = database;
  const readSnapshot = createSnapshotReader(database);
  const insertResend = createResendInserter(database);
  const freezeEndpoints = createEndpointFreezer(database);
  const addJob = createJobAdder(database);
  const waiting = connection.prepare<[number], RecoveryRow>(
    `SELECT endpoint_id, since_ms, until_ms, e.account_id, e.type_webhook,
       a.branch_identifier, a.number, e.recovers_automatically = 1 AND e.is_test = 0
         AND e.disabled_at_ms IS NULL AND ${goneAtMs} IS NULL AS is_wanted
     FROM endpoint_recoveries CROSS JOIN endpoints AS e ON e.id = endpoint_id
     CROSS JOIN accounts AS a ON a.id = e.account_id
     ORDER BY endpoint_id LIMIT ?`,
  );
  const remove = connection.prepare<[string]>(
    `DELETE FROM endpoint_recoveries WHERE endpoint_id = ?`,
  );
  const look = connection
    .prepare<[number, string, number, number, number], string>(
      `SELECT type FROM events INDEXED BY events_by_account
     WHERE account_id = ? AND resend_type = ? AND occurred_at_us BETWEEN ? AND ? LIMIT ?`,
    )
    .pluck();

  function mayHaveMissed(row: RecoveryRow, { resendType, range }: ResendSelection): boolean {
    if (range === null) return false;
    let looked = 0;
    const place = [row.account_id, resendType, range.startUs, range.endUs] as const;
    for (const type of look.iterate(...place, MAX_LOOKED)) {
      looked += 1;
      if (endpointMatches(row.type_webhook, { resendType, type })) return true;
    }
    return looked === MAX_LOOKED;
  }

  function accept(request: AcceptResend, snapshot: StoreSnapshot, endpointId: string): void {
    const { selection, options, actor, nowMs: atMs, accountId, traceparent } = request;
    const row = insertResend(request, snapshot);
    const { id: resendId, as_of_seq: asOfSeq } = row;
    freezeEndpoints(row, frozenSetOf(row));
    const details = { predicate: { selection, asOfSeq }, options };
    const entry = { atMs, action: 'RESEND_CREATED', accountId, resendId, endpointId } as const;
    appendAuditRecord({ ...entry, details }, actor);
    addJob({ resendId, run: 1, mode: modeOf(selection), traceparent });
  }

  function recover(row: RecoveryRow, recovery: AcceptRecoveries, snapshot: StoreSnapshot): void {
    for (const resendType of types) {
      const selection = selectionOf(row, resendType);
      if (mayHaveMissed(row, selection)) {
        accept(requestOf(row, selection, recovery), snapshot, row.endpoint_id);
      }
    }
  }

  return async (recovery) => {
    // Nobody waits for the lock where nothing has recovered.
    if (waiting.all(1).length === 0) return 0;
    return database.writeQueued(() => {
      const rows = waiting.all(recovery.limit);
      for (const row of rows) {
        remove.run(row.endpoint_id);
        // Read for each: what one resend holds is in hand for the next.
        if (row.is_wanted === 1) recover(row, recovery, readSnapshot());
      }
      return rows.length;
    });
  };
}

function selectionOf(row: RecoveryRow, resendType: ResendType): ResendSelection {
  return {
    resendType,
    objectReferenceId: null,
    list: null,
    account: { branchIdentifier: row.branch_identifier, number: row.number },
    range: { startUs: row.since_ms * 1000, endUs: row.until_ms * 1000 },
    deliveryState: 'UNDELIVERED',
    includeInHand: false,
    latestOnly: false,
    eventTypes: [],
    endpointIds: [row.endpoint_id],
  };
}

function requestOf(
  row: RecoveryRow,
  selection: ResendSelection,
  { originalRetryForMs, actor, nowMs }: AcceptRecoveries,
): AcceptResend {
  const [since, until] = [row.since_ms, row.until_ms].map((ms) => new Date(ms).toISOString());
  const reason = `${row.endpoint_id} was failing from ${since} to ${until}`;
  return {
    userId: BY_NOBODY,
    accountId: row.account_id,
    selection,
    options: { ...noOptions, name: 'Automatic recovery', reason },
    retryOfId: null,
    idempotency: null,
    limits: { perUser: null, perAccount: null },
    originalRetryForMs,
    actor,
    traceparent: '',
    nowMs,
  };
}
