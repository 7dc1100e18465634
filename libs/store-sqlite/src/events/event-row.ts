import type { EventKeys, ListedEvent, OriginalOutcome, ResendType } from '@webhooks/domain';

/** An event as it lies in the database, with its account, without its body. */
export interface EventRow {
  readonly seq: number;
  readonly id: string;
  readonly account_id: number;
  readonly branch_identifier: string;
  readonly number: string;
  readonly resend_type: ResendType;
  readonly object_reference_id: number | null;
  readonly type: string;
  readonly occurred_at_us: number;
  readonly outcome: OriginalOutcome | null;
  readonly payload_bytes: number;
  readonly account_name: string | null;
  /** JSON. */
  readonly keys: string;
}

/** Columns of EventRow over events (e) and their accounts (a). */
export const eventColumns = `e.seq, e.id, e.account_id, a.branch_identifier, a.number, e.resend_type,
  e.object_reference_id, e.type, e.occurred_at_us, e.outcome, length(e.payload) AS payload_bytes,
  a.name AS account_name,
  (SELECT json_group_object(k.name, k.value) FROM event_keys AS k WHERE k.event_seq = e.seq) AS keys`;

/** A row as users see it. */
export function toListedEvent(row: EventRow): ListedEvent {
  return {
    sequence: row.seq,
    id: row.id,
    accountId: row.account_id,
    account: { branchIdentifier: row.branch_identifier, number: row.number },
    resendType: row.resend_type,
    objectReferenceId: row.object_reference_id,
    type: row.type,
    occurredAtUs: row.occurred_at_us,
    outcome: row.outcome,
    payloadBytes: row.payload_bytes,
    accountName: row.account_name,
    keys: JSON.parse(row.keys) as EventKeys,
  };
}
