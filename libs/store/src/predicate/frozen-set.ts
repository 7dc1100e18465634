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

/** The set of one accepted resend: its predicate at its moment, and its own endpoints. */
export interface FrozenSet {
  readonly resendId: number;
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
