import type { AttemptOutcome, DeliveryReason } from './delivery.ts';

/** The `type` of test events. No recorded event can have it, since theirs have no dots. */
export const TEST_EVENT_TYPE = 'webhook.test';

/** Final: DELIVERED (answered with 2xx), FAILED (anything else), SKIPPED (nothing was sent). */
export type TestEventState = 'PENDING' | 'DELIVERED' | 'FAILED' | 'SKIPPED';

/** Why no test event was sent. not_sent: the way out of here, such as an egress proxy, is closed. */
export type TestEventReason = Exclude<DeliveryReason, 'cancelled'> | 'not_sent';

/**
 * A marked, signed event that is sent to an endpoint to see what it answers. It belongs to no resend,
 * and changes nothing that is known of events, breakers or statistics.
 */
export interface TestEvent {
  readonly id: number;
  readonly endpointId: string;
  readonly state: TestEventState;
  /** Null unless it was skipped. */
  readonly reason: TestEventReason | null;
  readonly createdAtMs: number;
  /** Null while it waits. */
  readonly settledAtMs: number | null;
  /** Null while it waits, and when nothing was sent. */
  readonly attempt: TestAttempt | null;
  /** Null while it waits, and when the endpoint is shown no certificate. */
  readonly mtls: MtlsVerdict | null;
  /** Whether a 2xx had the challenge, which proves the URL. Null while it waits, and when nothing was sent. */
  readonly isChallengeAnswered: boolean | null;
}

/** What came of sending it. */
export type TestAttempt = Omit<AttemptOutcome, 'retryAfterMs' | 'isDuplicate' | 'challenge'>;

/**
 * Whether the endpoint demands our client certificate. verified: it refused a call without one, and took
 * one with it. not_demanded: it took a call without one.
 */
export type MtlsVerdict = 'verified' | 'not_demanded' | 'undecided';

/** What calls without and with a client certificate came to, and for what that holds. */
export interface MtlsFinding {
  readonly verdict: MtlsVerdict;
  readonly url: string;
  /** Name of the identity that was shown. */
  readonly identity: string;
}

/** A test event that waits to be sent. */
export type WaitingTestEvent = Pick<TestEvent, 'id' | 'endpointId' | 'createdAtMs'>;

/** What becomes of it. */
export type TestEventResult =
  | {
      readonly state: 'DELIVERED' | 'FAILED';
      readonly attempt: TestAttempt;
      /** Null: the endpoint is shown no certificate. */
      readonly mtls: MtlsFinding | null;
      /** The URL that answered its challenge; null: it did not. */
      readonly provenUrl: string | null;
    }
  | { readonly state: 'SKIPPED'; readonly reason: TestEventReason };

/** How many test events are asked for within TEST_EVENT_WINDOW_MS, at most. */
export const testEventLimits = { perEndpoint: 10, perUser: 20 } as const;
export const TEST_EVENT_WINDOW_MS = 60_000;

/** Which URLs that users set have to prove themselves: none, those of endpoints that move, or new ones, too. */
export type VerificationMode = 'off' | 'moved' | 'all';

/** Waits before the test events that are sent for a proof; a user can send further ones. */
export const proofScheduleMs: readonly number[] = [
  0, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000,
];

/** What was not begun by then is not sent any more: whoever asked does not look any more. */
export const TEST_EVENT_EXPIRES_AFTER_MS = 60_000;
