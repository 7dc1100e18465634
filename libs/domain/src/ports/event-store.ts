import type { AccountReference } from '../model/account.ts';
import type { Attempt, Delivery } from '../model/delivery.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EventKey, EventKeys, RecordedEvent } from '../model/event.ts';
import type { ResendType } from '../model/resend-type.ts';
import type { DeliveryStateFilter } from '../model/selection.ts';
import type { CursorDirection } from './resend-store.ts';

/** A recorded event as a list shows it: without its body. */
export interface ListedEvent extends Omit<RecordedEvent, 'payload'> {
  /** Position in the order of recording; grows, with gaps. */
  readonly sequence: number;
  readonly account: AccountReference;
  readonly accountName: string | null;
  readonly keys: EventKeys;
  readonly payloadBytes: number;
}

/** Filters and page of the list; null means any. Those that are given all hold. */
export interface EventListFilters {
  readonly accountId: number | null;
  readonly resendType: ResendType | null;
  /** Only together with a resendType. */
  readonly objectReferenceId: number | null;
  /** Inclusive, microseconds since the epoch. */
  readonly startUs: number | null;
  readonly endUs: number | null;
  /** Empty means any. */
  readonly types: readonly string[];
  /** Only what this endpoint wants. */
  readonly endpointId: string | null;
  readonly key: EventKey | null;
  /** Only events that a resend by the same filters would send now; ALL: those that none would, too. */
  readonly deliveryState: DeliveryStateFilter;
  /** With UNDELIVERED: also what the sender retries, or another resend holds. */
  readonly includeInHand: boolean;
  /** A sequence, which is not part of the page. */
  readonly cursor: number | null;
  /** NEXT: recorded earlier. */
  readonly direction: CursorDirection;
  readonly limit: number;
}

export interface EventListQuery extends EventListFilters {
  readonly userId: number;
  readonly nowMs: number;
  /** How long a sender is taken to go on that said RETRYING. */
  readonly originalRetryForMs: number;
}

/**
 * Newest recording first, whatever the direction. A cursor is null when nothing lies that way; a page
 * that is not full may have a next one, since one call looks at so many events and no further.
 */
export interface EventPage {
  readonly events: readonly ListedEvent[];
  readonly next: number | null;
  readonly previous: number | null;
}

/** An event, and who wants it. */
export interface EventDetail {
  readonly event: ListedEvent;
  readonly payload: Uint8Array;
  /** The enabled endpoints of its account that want it now, by id; at most MAX_SHOWN_ENDPOINTS. */
  readonly endpoints: readonly Endpoint[];
}

/** A delivery of an event, and its attempts as far as they are kept. */
export interface EventDelivery {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
}

/** Newest resend first; olderThan is null when that is all. */
export interface EventHistory {
  readonly deliveries: readonly EventDelivery[];
  readonly olderThanResendId: number | null;
}

/** Recorded events of the accounts that a user has access to; unknown and forbidden ones are alike. */
export interface EventStore {
  /** Null when the endpoint that it asks for is none of the user's accounts. */
  list(query: EventListQuery): Promise<EventPage | null>;
  get(id: string, userId: number): Promise<EventDetail | null>;
  /**
   * Deliveries of an event in resends before the given one (null: in all). About so many deliveries:
   * those of one resend stay together.
   */
  history(sequence: number, beforeResendId: number | null, limit: number): Promise<EventHistory>;
}

/** Endpoints that an EventDetail shows. */
export const MAX_SHOWN_ENDPOINTS = 50;
