import type { AcceptResend, ListField } from '@webhooks/domain';
import type { Snapshot, ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createEntryKeeper } from './list-entries.ts';

/** The moment of acceptance; what else is frozen with a set depends on its request. */
export type StoreSnapshot = Omit<Snapshot, 'retryingSinceUs'>;

interface ListColumns {
  readonly field: ListField | null;
  readonly count: number;
}

/** Reads the moment; each number is found at the end of an index. Runs inside a transaction. */
export function createSnapshotReader({ connection }: Database): () => StoreSnapshot {
  const read = connection.prepare<[], StoreSnapshot>(
    `SELECT coalesce((SELECT max(seq) FROM events), 0) AS seq,
            coalesce((SELECT recordings FROM dispatcher_lease WHERE id = 1), 0) AS record,
            coalesce((SELECT max(id) FROM event_outcome_changes), 0) AS change,
            coalesce((SELECT max(id) FROM endpoint_outcomes), 0) AS outcome,
            coalesce((SELECT max(id) FROM event_keys), 0) AS key,
            coalesce((SELECT max(id) FROM resends), 0) AS resend`,
  );
  return () => {
    const snapshot = read.get();
    if (snapshot === undefined) throw new Error('A row of scalars is always there');
    return snapshot;
  };
}

/** Writes the row of an accepted request. Runs inside a write transaction. */
export function createResendInserter(
  database: Database,
): (request: AcceptResend, snapshot: StoreSnapshot) => ResendRow {
  const { connection } = database;
  const keepEntries = createEntryKeeper(database);
  const summaryOf = connection.prepare<[number], ListColumns>(
    `SELECT list_field AS field, list_count AS count FROM resends WHERE id = ?`,
  );
  const placeOf = connection
    .prepare<[number | null], string | null>(`SELECT deliver_to FROM resends WHERE id = ?`)
    .pluck();

  /** A retry shows the list of what it retries. */
  function listed({ selection: { list }, retryOfId }: AcceptResend): ListColumns {
    if (list !== null) return { field: list.field, count: list.entries.length };
    const retried = retryOfId === null ? undefined : summaryOf.get(retryOfId);
    return retried ?? { field: null, count: 0 };
  }

  const insert = connection.prepare<unknown[], ResendRow>(
    `INSERT INTO resends (user_id, account_id, resend_type, object_reference_id,
       branch_identifier, number, start_us, end_us, delivery_state, include_in_hand, event_types,
       endpoint_ids, retry_of_id, traceparent, as_of_seq, as_of_recording, as_of_change, as_of_outcome,
       retrying_since_us, created_at_ms, updated_at_ms, name, reason, not_before_ms, awaits_time,
       list_field, list_count, latest_only, max_rate_per_second, as_of_key, sample_first,
       sample_state, deliver_to)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     RETURNING *`,
  );

  return (request, { seq, record, change, outcome, key }) => {
    const { userId, accountId, selection, options, retryOfId, traceparent, nowMs } = request;
    const notBeforeMs = laterThan(nowMs, options.notBeforeMs);
    const { field, count } = listed(request);
    const row = insert.get(
      userId,
      accountId,
      selection.resendType,
      selection.objectReferenceId,
      selection.account?.branchIdentifier ?? null,
      selection.account?.number ?? null,
      selection.range?.startUs ?? null,
      selection.range?.endUs ?? null,
      selection.deliveryState,
      selection.includeInHand ? 1 : 0,
      JSON.stringify(selection.eventTypes),
      JSON.stringify(selection.endpointIds),
      retryOfId,
      traceparent,
      seq,
      record,
      change,
      outcome,
      retryingSinceUs(nowMs, request.originalRetryForMs),
      nowMs,
      nowMs,
      options.name,
      options.reason,
      notBeforeMs,
      notBeforeMs === null ? 0 : 1,
      field,
      count,
      selection.latestOnly ? 1 : 0,
      options.maxRatePerSecond,
      key,
      options.first,
      options.first === null ? null : 'WAITING',
      // A retry goes where what it retries went.
      retryOfId === null ? options.deliverTo : (placeOf.get(retryOfId) ?? null),
    );
    if (row === undefined) throw new Error('An inserted row is always returned');
    if (selection.list !== null) keepEntries(row.id, selection.list);
    return row;
  };
}

/** Null where it may be started now. */
function laterThan(nowMs: number, notBeforeMs: number | null): number | null {
  return notBeforeMs !== null && notBeforeMs > nowMs ? notBeforeMs : null;
}

/** Since when a sender may have said RETRYING and still go on. */
export function retryingSinceUs(nowMs: number, originalRetryForMs: number): number {
  return (nowMs - originalRetryForMs) * 1000;
}
