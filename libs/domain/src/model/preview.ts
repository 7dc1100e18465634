import type { SenderOutcome } from './event.ts';
import type { WaitReason } from './endpoint-progress.ts';
import type { ResendSelection } from './selection.ts';

/** The latest outcome of an event at an endpoint that is known. */
export type LastOutcome = SenderOutcome | 'UNKNOWN';

/** An authorised request whose set is to be looked at. */
export interface PreviewRequest {
  readonly userId: number;
  /** Resolved from the selection and checked against the user's access. */
  readonly accountId: number;
  readonly selection: ResendSelection;
  /** A test endpoint that would get all of it; null: the endpoints of the selection. */
  readonly deliverTo: string | null;
  /** How long a sender is taken to go on that said RETRYING; then it counts as FAILED. */
  readonly originalRetryForMs: number;
}

/** What UNDELIVERED asks beside the latest outcome. */
export interface UndeliveredCounts {
  /** Left out: a 2xx is known. */
  readonly alreadyDelivered: number;
  /** Left out, or with includeInHand part of the whole: an unsettled resend holds them. */
  readonly heldByResend: number;
  /** The same: the sender of the original retries them, and no resend holds them. */
  readonly retriedBySender: number;
}

/** Deliveries that share one property. */
export interface DeliveryCount {
  readonly deliveries: number;
  /** Those of them that would be skipped, because their endpoint is disabled now. */
  readonly skipped: number;
}

/** The same, with what they share: an event type or the id of an endpoint. */
export interface KeyedCount extends DeliveryCount {
  readonly key: string;
}

/** Deliveries that would wait for their endpoint. */
export interface WaitingDeliveries {
  readonly endpointId: string;
  readonly deliveries: number;
  readonly waitingFor: WaitReason;
  /** When the endpoint is tested next; null: no test comes by itself. */
  readonly nextTestAtMs: number | null;
}

/** What a resend would cover if it were accepted now. Every breakdown adds up to the whole. */
export interface ResendPreview extends DeliveryCount {
  /** Events with at least one delivery. */
  readonly events: number;
  /** Most deliveries first. */
  readonly byEventType: readonly KeyedCount[];
  /** Most deliveries first; endpoints without any are left out. */
  readonly byEndpoint: readonly KeyedCount[];
  readonly byLastOutcome: Readonly<Record<LastOutcome, DeliveryCount>>;
  /** Null unless the request asks for UNDELIVERED. */
  readonly undelivered: UndeliveredCounts | null;
  /**
   * Objects of the events of which a newer event is outside the selection; null unless it asks for the
   * newest alone.
   */
  readonly newerOutside: number | null;
  /** Of the events with a delivery; null when there are none. */
  readonly oldestEventAtUs: number | null;
  readonly newestEventAtUs: number | null;
  /**
   * Events that match although no endpoint wants one of them; such a resend fails. Zero when there
   * are deliveries, or when nothing matches.
   */
  readonly unmatchedEvents: number;
  /** Deliveries that cannot arrive now, of those that would not be skipped; of when the count ends. */
  readonly waiting: number;
  /** Where they would wait, most first. */
  readonly waitingAt: readonly WaitingDeliveries[];
}

/** How far counting came in its time. */
export interface UnfinishedPreview {
  readonly kind: 'counting';
  /** Deliveries. */
  readonly countedSoFar: number;
}

/** The result of looking; a refusal is data, as at acceptance. */
export type PreviewResult =
  | { readonly kind: 'previewed'; readonly preview: ResendPreview }
  | UnfinishedPreview
  | { readonly kind: 'endpoint_not_found'; readonly endpointId: string };
