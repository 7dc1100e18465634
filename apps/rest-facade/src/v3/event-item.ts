import type { EventKeyName, ListedEvent } from '@webhooks/domain';
import { formatMicros } from '@webhooks/validation';

/** A recorded event as v3 callers see it in a list: without its body. */
export interface EventItem {
  readonly id: string;
  /** Position in the order of recording. */
  readonly sequence: number;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  readonly resend_type: string;
  readonly object_reference_id: number | null;
  readonly event_type: string;
  readonly occurred_at: string;
  /** Null: unknown. */
  readonly original_outcome: string | null;
  readonly payload_bytes: number;
  /** What people call the account. */
  readonly source_account_name: string | null;
  readonly keys: EventKeysItem;
}

/** What else an event is known by; null: not set. */
export type EventKeysItem = Readonly<Record<EventKeyName, string | null>>;

/** Writes an event. */
export function toEventItem(event: ListedEvent): EventItem {
  return {
    id: event.id,
    sequence: event.sequence,
    account_mirror_id: event.accountId,
    source_account_branch_identifier: event.account.branchIdentifier,
    source_account_number: event.account.number,
    resend_type: event.resendType,
    object_reference_id: event.objectReferenceId,
    event_type: event.type,
    occurred_at: formatMicros(event.occurredAtUs),
    original_outcome: event.outcome,
    payload_bytes: event.payloadBytes,
    source_account_name: event.accountName,
    keys: {
      end_to_end_id: event.keys.end_to_end_id ?? null,
      tx_id: event.keys.tx_id ?? null,
      correlation_id: event.keys.correlation_id ?? null,
      tag: event.keys.tag ?? null,
    },
  };
}
