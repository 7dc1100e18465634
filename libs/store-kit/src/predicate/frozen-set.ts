import type { ResendPredicate } from '@webhooks/domain';

import type { EventKey } from './cursors.ts';

/** An event and an endpoint that is to get it. */
export interface FoundDelivery {
  readonly seq: number;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly object_reference_id: number | null;
  readonly occurred_at_us: number;
  readonly payload: Buffer;
}

/** An endpoint of a set, with what it matched when the set was frozen. */
export interface FrozenEndpoint {
  readonly id: string;
  readonly typeWebhook: string;
}

/** The endpoints of a set: kept with its resend, or given where nothing is accepted. */
export type SetEndpoints =
  { readonly resendId: number } | { readonly given: readonly FrozenEndpoint[] };

/** What a resend covers, at its snapshot: of one that is accepted, or of one that could be. */
export type FrozenSet = SelectedSet | RetriedSet;

/** Found by a predicate, event by event. */
export interface SelectedSet {
  readonly kind: 'selected';
  readonly endpoints: SetEndpoints;
  /**
   * The endpoints that would get it, where a test endpoint gets it in their place; null: those that get
   * it. What is known of them decides, and each event goes once.
   */
  readonly replaced: SetEndpoints | null;
  readonly predicate: ResendPredicate;
  readonly asOf: Snapshot;
}

/** The deliveries of a settled resend that did not succeed, whatever that one selected. */
export interface RetriedSet {
  readonly kind: 'retried';
  readonly retryOfId: number;
}

/** What counts as known, in numbers that only grow, whatever the clock does. */
export interface Snapshot {
  /** The newest event. */
  readonly seq: number;
  /** The newest recording of a delivery. */
  readonly record: number;
  /** The newest change of an outcome that an event came with. */
  readonly change: number;
  /** The newest outcome of an event at one endpoint. */
  readonly outcome: number;
  /** The newest key of an event. */
  readonly key: number;
  /** The newest resend. */
  readonly resend: number;
  /** A sender that said RETRYING before this moment is taken to have given up. */
  readonly retryingSinceUs: number;
}

/** Part of a walk: behind one event, up to and including another. */
export interface Span {
  readonly after: EventKey;
  readonly through: EventKey;
}
