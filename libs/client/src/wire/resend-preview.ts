import type { WaitReason } from './resend-log.ts';

/** How much of what would be resent has something in common. */
export interface PreviewCount {
  readonly deliveries: number;
  /** Those of them that would be skipped because their endpoint is disabled. */
  readonly skipped: number;
}

/** What a request would resend; each breakdown adds up to the whole. */
export interface ResendPreview extends PreviewCount {
  readonly exact: true;
  /** The same as deliveries. */
  readonly counted_so_far: number;
  readonly events: number;
  /** Events that match although no endpoint wants them; such a resend fails. */
  readonly unwanted_events: number;
  /** Most deliveries first. */
  readonly by_event_type: readonly ({ readonly event_type: string } & PreviewCount)[];
  /** Most deliveries first. */
  readonly by_endpoint: readonly ({ readonly endpoint_id: string } & PreviewCount)[];
  readonly by_last_outcome: readonly ({ readonly last_outcome: LastOutcome } & PreviewCount)[];
  /** Null unless delivery_state is UNDELIVERED. */
  readonly undelivered: UndeliveredCounts | null;
  /** Objects of which a newer event is not selected; null unless latest_only. */
  readonly newer_outside: number | null;
  readonly oldest_event_at: string | null;
  readonly newest_event_at: string | null;
  /** How long it takes at least at max_rate_per_second; null without one. */
  readonly duration_seconds: number | null;
  /** Of those that would not be skipped: would wait, since their endpoint takes nothing now. */
  readonly waiting: number;
  /** Where they would wait, most first. */
  readonly waiting_endpoints: readonly WaitingDeliveries[];
}

/** What would wait at an endpoint. */
export interface WaitingDeliveries {
  readonly endpoint_id: string;
  readonly deliveries: number;
  readonly waiting_for: WaitReason;
  /** When the endpoint is tested next; a past time: any moment. Null: not by itself. */
  readonly next_test_at: string | null;
}

/** What UNDELIVERED looks at beside the latest outcome. */
export interface UndeliveredCounts {
  /** Left out: a 2xx of the endpoint is known. */
  readonly already_delivered: number;
  /** Held by unfinished resends: left out unless include_in_hand. */
  readonly held_by_resend: number;
  /** Retried by the sender of the original: left out in the same way. */
  readonly retried_by_sender: number;
}

/** A preview that is still counted; the same request again, within a minute, continues with it. */
export interface UnfinishedPreview {
  readonly exact: false;
  /** Deliveries that were counted so far; all other numbers are null. */
  readonly counted_so_far: number;
}

/** The latest outcome of an event at an endpoint that is known. */
export type LastOutcome = 'delivered' | 'failed' | 'retrying' | 'never_attempted' | 'unknown';
