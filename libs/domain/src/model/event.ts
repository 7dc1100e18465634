import type { ResendType } from './resend-type.ts';

/** How the original delivery of an event ended; null means unknown. */
export type OriginalOutcome = 'DELIVERED' | 'FAILED' | 'NEVER_ATTEMPTED';

/** What the sender of the original delivery said last. RETRYING: it continues by itself. */
export type SenderOutcome = OriginalOutcome | 'RETRYING';

/** What the sender of the original deliveries knows of one event at one endpoint, at one moment. */
export interface EndpointOutcome {
  /** It may become known later. */
  readonly eventId: string;
  /** Of the account of the event. */
  readonly endpointId: string;
  readonly outcome: SenderOutcome;
  /** Microseconds since the epoch. The newest outcome counts, in whatever order they are reported. */
  readonly occurredAtUs: number;
  /** Null when no response came or none is known. */
  readonly httpStatus: number | null;
}

/** What else an event may be known by, one value each. */
export const EVENT_KEY_NAMES = ['end_to_end_id', 'tx_id', 'correlation_id', 'tag'] as const;

export type EventKeyName = (typeof EVENT_KEY_NAMES)[number];

/** Those that an event has. */
export type EventKeys = Readonly<Partial<Record<EventKeyName, string>>>;

/** What events are looked for by. */
export interface EventKey {
  readonly name: EventKeyName;
  readonly value: string;
}

/** Something that happened, with the exact body of its webhook. Immutable but for outcome and keys. */
export interface RecordedEvent {
  /** Given by the platform; the receiver sees it as webhook-id. */
  readonly id: string;
  readonly accountId: number;
  readonly resendType: ResendType;
  /** QR Code or Transaction; null when the event has none and is reachable in bulk only. */
  readonly objectReferenceId: number | null;
  readonly type: string;
  /** Microseconds since the epoch. */
  readonly occurredAtUs: number;
  readonly payload: Uint8Array;
  /** Holds for every endpoint of which no outcome of its own is known, as of occurredAtUs. */
  readonly outcome: OriginalOutcome | null;
  /** Absent: none. A repetition may add some; those that are set stay. */
  readonly keys?: EventKeys;
}

/** A QR Code or Transaction and the account that owns it. */
export interface WebhookObject {
  readonly resendType: ResendType;
  readonly objectReferenceId: number;
  readonly accountId: number;
}
