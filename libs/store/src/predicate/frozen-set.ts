import type { ResendPredicate } from '@webhooks/domain';

/** Where an event stands in the order of a walk. */
export interface EventKey {
  readonly occurredAtUs: number;
  readonly seq: number;
}

/** A place in the order of a walk: behind one delivery of an event, or behind all of them. */
export interface Place extends EventKey {
  /** Null: behind all deliveries of the event. */
  readonly endpointId: string | null;
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
  /** Number of the newest recorded outcome that counts as known. */
  readonly asOfRecording: number;
  /** Number of the newest change of an original outcome that counts as known. */
  readonly asOfChange: number;
}

/** Part of a walk: behind one event, up to and including another. */
export interface Span {
  readonly after: EventKey;
  readonly through: EventKey;
}
