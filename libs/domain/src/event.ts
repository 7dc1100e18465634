import type { ResendType } from './resend-type.ts';

/** How the original delivery of an event ended; null means unknown. */
export type OriginalOutcome = 'DELIVERED' | 'FAILED' | 'NEVER_ATTEMPTED';

/** Something that happened, with the exact body of its webhook. Immutable but for its outcome. */
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
  readonly outcome: OriginalOutcome | null;
}

/** A QR Code or Transaction and the account that owns it. */
export interface WebhookObject {
  readonly resendType: ResendType;
  readonly objectReferenceId: number;
  readonly accountId: number;
}
