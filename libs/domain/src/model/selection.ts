import type { AccountReference } from './account.ts';
import type { EventKey } from './event.ts';
import type { ResendType } from './resend-type.ts';

/**
 * Restricts by what is known of each event at each endpoint: by the latest outcome, or UNDELIVERED:
 * no 2xx is known from anybody at any time, and nobody has it in hand.
 */
export type DeliveryStateFilter = 'ALL' | 'FAILED' | 'NEVER_ATTEMPTED' | 'UNDELIVERED';

/** Inclusive at both ends, in microseconds since the epoch; startUs ≤ endUs. */
export interface TimeRange {
  readonly startUs: number;
  readonly endUs: number;
}

/** What is meant, one by one: entries that differ, all of one account. */
export type SelectionList =
  | { readonly field: 'object_reference_ids'; readonly entries: readonly number[] }
  | { readonly field: 'event_ids'; readonly entries: readonly string[] }
  | { readonly field: 'keys'; readonly entries: readonly EventKey[] };

export type ListField = SelectionList['field'];

/** What is shown of a list; its entries would make lists of resends as long as they like. */
export interface ListSummary {
  readonly field: ListField;
  readonly count: number;
}

/** A list as a set is found by it: objects, sequences of events, or keys. */
export interface PredicateList extends ListSummary {
  /** Kept with their resend, or given where nothing is accepted. */
  readonly entries:
    { readonly resendId: number } | { readonly given: readonly (number | EventKey)[] };
  /** The newest key of an event that counts. */
  readonly asOfKey: number;
}

/** Each entry as a text: a key as in "tag=first". */
export function listedTexts({ entries }: SelectionList): string[] {
  return entries.map((entry) =>
    typeof entry === 'object' ? `${entry.name}=${entry.value}` : String(entry),
  );
}

/** What a caller asked to have resent: validated, not yet resolved against the catalog. */
export interface ResendSelection {
  readonly resendType: ResendType;
  /** Present: object mode. */
  readonly objectReferenceId: number | null;
  /** Null for a resend that is shown: that has a summary. */
  readonly list: SelectionList | null;
  readonly account: AccountReference | null;
  readonly range: TimeRange | null;
  readonly deliveryState: DeliveryStateFilter;
  /** With UNDELIVERED: also what the sender retries, and what an unsettled resend holds. */
  readonly includeInHand: boolean;
  /** Of what else selects of one object, the newest event alone, before its outcome is asked for. */
  readonly latestOnly: boolean;
  /** Empty: every type. */
  readonly eventTypes: readonly string[];
  /** Empty: every endpoint that matches. */
  readonly endpointIds: readonly string[];
}

/**
 * What the set of a resend is found by: the selection resolved to one account and cut off at the newest event
 * of the moment of acceptance. Compiled to SQL in one place, for preview, count and run alike.
 */
export interface ResendPredicate {
  readonly accountId: number;
  readonly resendType: ResendType;
  readonly objectReferenceId: number | null;
  readonly list: PredicateList | null;
  readonly range: TimeRange | null;
  readonly deliveryState: DeliveryStateFilter;
  readonly includeInHand: boolean;
  readonly latestOnly: boolean;
  readonly eventTypes: readonly string[];
  readonly endpointIds: readonly string[];
  /** Sequence number of the newest event that belongs to the set. */
  readonly asOfSeq: number;
}
