import type { AttemptLog, DeliveryLog } from './delivery-log.ts';

/** A recorded event, without its body. */
export interface EventLog {
  /** The same in `webhook-id` of every delivery. */
  readonly id: string;
  /** Position in the order of recording; grows, with gaps. */
  readonly sequence: number;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  readonly resend_type: 'CASHIN' | 'CASHOUT';
  readonly object_reference_id: number | null;
  readonly event_type: string;
  readonly occurred_at: string;
  /** How the original delivery ended; null: unknown. */
  readonly original_outcome: 'DELIVERED' | 'FAILED' | 'NEVER_ATTEMPTED' | null;
  readonly payload_bytes: number;
  /** What people call the account. */
  readonly source_account_name: string | null;
  /** What else it is known by; null: not set. */
  readonly keys: Readonly<Record<EventKeyName, string | null>>;
}

export type EventKeyName = 'end_to_end_id' | 'tx_id' | 'correlation_id' | 'tag';

/** An event with its body, what would be sent, and what became of it. */
export interface EventDetail extends EventLog {
  /** The exact bytes in base64. */
  readonly payload: string;
  /** The same as text; null where it is none. */
  readonly payload_text: string | null;
  /** What the endpoints that want it would get now; tokens and signatures are "***". */
  readonly requests: readonly {
    readonly endpoint_id: string;
    readonly url: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  }[];
  /** Newest resend first; next leads to the part before. */
  readonly history: {
    readonly next: string | null;
    readonly results: readonly EventDelivery[];
  };
}

/** The delivery of an event in a resend. */
export interface EventDelivery extends DeliveryLog {
  readonly resend_id: number;
  /** First to last; empty once they are no longer kept. */
  readonly attempt_log: readonly AttemptLog[];
}

/** Filters and size of a page of events. Those that are given all hold; one key at most. */
export interface EventFilters extends Readonly<Partial<Record<EventKeyName, string>>> {
  readonly account_mirror_id?: number;
  readonly resend_type?: 'CASHIN' | 'CASHOUT';
  /** Only together with a resend_type. */
  readonly object_reference_id?: number;
  readonly start_datetime?: string;
  readonly end_datetime?: string;
  readonly event_types?: readonly string[];
  /** Only what this endpoint wants. */
  readonly endpoint_id?: string;
  /** Only what a resend with this state would send now. */
  readonly delivery_state?: 'ALL' | 'FAILED' | 'NEVER_ATTEMPTED' | 'UNDELIVERED';
  /** With UNDELIVERED: also what its sender retries, or another resend holds. */
  readonly include_in_hand?: boolean;
  /** 1 to 100, default 20. */
  readonly limit?: number;
}
