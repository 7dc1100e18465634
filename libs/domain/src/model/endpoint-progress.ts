import type { Resend } from './resend.ts';

/**
 * What holds back the next delivery of a resend to an endpoint.
 *
 * - paused: its owner paused the resend
 * - not_before: the time of the resend has not come
 * - breaker: the endpoint fails, and is tested from time to time
 * - sample: the resend waits for the answers to its first deliveries
 * - retry: all that remains waits for its next attempt
 * - order: the next one waits for an earlier event of its object
 * - pace: the endpoint or the resend takes so many in a second
 * - turn: nothing but those ahead of it
 * - verification: the URL of the endpoint has to prove itself first
 */
export const waitReasons = [
  'paused',
  'not_before',
  'breaker',
  'sample',
  'retry',
  'order',
  'pace',
  'turn',
  'verification',
] as const;

export type WaitReason = (typeof waitReasons)[number];

/** How far a resend is at one of its endpoints. */
export interface EndpointProgress {
  readonly endpointId: string;
  /** Null until the set is counted. */
  readonly total: number | null;
  readonly delivered: number;
  /** Settled without success, those that were skipped or cancelled among them. */
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
  /** Not settled; while there is no total, what is planned of it. */
  readonly pending: number;
  /** Of the pending ones: they wait for their next attempt. */
  readonly retrying: number;
  /** Null when nothing is pending. */
  readonly waitingFor: WaitReason | null;
  /** When a failing endpoint is tested next; null while it does not fail. */
  readonly nextTestAtMs: number | null;
  /** When the last one is settled, by the pace of the last minute; null when nobody can say. */
  readonly estimatedEndMs: number | null;
  /** When what is pending fails because it is too late; null when nothing is. */
  readonly expiresAtMs: number | null;
}

/** How far a resend is at its endpoints, worst first. */
export interface ResendProgress {
  readonly resendId: number;
  /** At most MAX_ENDPOINTS_SHOWN; without those that it has nothing for. */
  readonly endpoints: readonly EndpointProgress[];
  /** Endpoints beyond these. */
  readonly others: number;
}

/** A resend with how far it is at its endpoints. */
export interface FollowedResend extends Resend {
  readonly progress: ResendProgress;
}

/** Endpoints whose progress an answer has. */
export const MAX_ENDPOINTS_SHOWN = 20;
