import type { ListedEvent } from '@webhooks/domain';
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
}

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
  };
}
