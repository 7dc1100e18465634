import type { ResendPredicate } from '@webhooks/domain';

/** Where an event stands in the order of a walk. */
export interface EventKey {
  readonly occurredAtUs: number;
  readonly seq: number;
}

/** A place in the order of a walk: behind one delivery of an event, or behind all of them. */
export interface DeliveryCursor extends EventKey {
  /** Null: behind all deliveries of the event. */
  readonly endpointId: string | null;
}

/** A place in the walk of a retry: behind a delivery of the resend that it retries. */
export interface RetriedCursor {
  readonly position: number;
}

/** Where a walk continues. Kept as JSON; which of them it is follows from the set. */
export type WalkCursor = DeliveryCursor | RetriedCursor;
/** Where counting continues, in the same way. */
export type CountCursor = EventKey | RetriedCursor;

/** An event and an endpoint that is to get it. */
export interface FoundDelivery {
  readonly seq: number;
  readonly endpoint_id: string;
  readonly event_id: string;
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

/** A set at its moment: that of an accepted resend, or of one that could be. */
export interface FrozenSet {
  readonly endpoints: SetEndpoints;
  readonly predicate: ResendPredicate;
  readonly asOf: Snapshot;
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
