import type { AcceptResend } from '@webhooks/domain';
import type { ResendRow } from '@webhooks/store-kit';

import type { Database } from '../database.ts';

/** The moment of acceptance, in numbers that only grow. */
export interface Moment {
  readonly seq: number;
  readonly recording: number;
  readonly change: number;
}

/** Reads the moment; each number is found at the end of an index. Runs inside a transaction. */
export function createMomentReader({ connection }: Database): () => Moment {
  const read = connection.prepare<[], Moment>(
    `SELECT coalesce((SELECT max(seq) FROM events), 0) AS seq,
            coalesce((SELECT recordings FROM dispatcher_lease WHERE id = 1), 0) AS recording,
            coalesce((SELECT max(id) FROM event_outcome_changes), 0) AS change`,
  );
  return () => {
    const moment = read.get();
    if (moment === undefined) throw new Error('A row of scalars is always there');
    return moment;
  };
}

/** Writes the row of an accepted request. Runs inside a write transaction. */
export function createResendInserter({
  connection,
}: Database): (request: AcceptResend, moment: Moment) => ResendRow {
  const insert = connection.prepare<unknown[], ResendRow>(
    `INSERT INTO resends (user_id, account_id, resend_type, object_reference_id,
       branch_identifier, number, start_us, end_us, delivery_state, event_types, endpoint_ids,
       retry_of_id, traceparent, as_of_seq, as_of_recording, as_of_change, created_at_ms,
       updated_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  );

  return (
    { userId, accountId, selection, retryOfId, traceparent, nowMs },
    { seq, recording, change },
  ) => {
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
      JSON.stringify(selection.eventTypes),
      JSON.stringify(selection.endpointIds),
      retryOfId,
      traceparent,
      seq,
      recording,
      change,
      nowMs,
      nowMs,
    );
    if (row === undefined) throw new Error('An inserted row is always returned');
    return row;
  };
}
