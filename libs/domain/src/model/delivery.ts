/** Final: DELIVERED, FAILED, CANCELLED, SKIPPED. In flight is a fact of memory, never stored. */
export type DeliveryState =
  'PENDING' | 'DELIVERED' | 'FAILED' | 'RETRYING' | 'CANCELLED' | 'SKIPPED';

/** Why a delivery was settled without its schedule being used up. */
export type DeliveryReason =
  'expired' | 'cancelled' | 'endpoint_gone' | 'endpoint_disabled' | 'endpoint_deleted';

/** Names a delivery: its resend, and its position there from 1. */
export interface DeliveryKey {
  readonly resendId: number;
  readonly position: number;
}

/** One event for one endpoint within a resend. */
export interface Delivery extends DeliveryKey {
  readonly eventId: string;
  readonly eventType: string;
  readonly eventOccurredAtUs: number;
  readonly objectReferenceId: number | null;
  readonly endpointId: string;
  readonly state: DeliveryState;
  readonly reason: DeliveryReason | null;
  readonly attempts: number;
  readonly lastHttpStatus: number | null;
  readonly lastErrorClass: ErrorClass | null;
  /** Delivered: whether the receiver knew the event before; null when it did not say. */
  readonly isDuplicate: boolean | null;
  readonly nextAttemptAtMs: number | null;
  readonly settledAtMs: number | null;
}

/** Why an attempt did not succeed. */
export type ErrorClass =
  | 'dns'
  | 'connect_refused'
  | 'connect_timeout'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'protocol'
  | 'blocked_address'
  | 'http_status'
  // A kept connection closed before a byte of an answer; sent again at once on a new one.
  | 'closed_before_answer'
  // The receiver wants another certificate of ours, or any; over TLS 1.3 it says so after the request
  // was written.
  | 'client_certificate_refused';

/** What came of one HTTP request. A failed webhook is data, not an exception. */
export interface AttemptOutcome {
  /** By the clock at its end, less its duration: a clock that is set meanwhile moves both. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Null when no response came. */
  readonly httpStatus: number | null;
  /** Null after a success (2xx). */
  readonly errorClass: ErrorClass | null;
  /** For people; null after a success. Holds no secret and no payload. */
  readonly errorMessage: string | null;
  /** First bytes of the response body as they came, at most 4 KiB; null when there was none. */
  readonly responseSnippet: Uint8Array | null;
  /** What a Retry-After header asked for, from the end of the attempt; null when there was none. */
  readonly retryAfterMs: number | null;
  /** What a 2xx said of the event by webhook-duplicate; absent when it did not say. */
  readonly isDuplicate?: boolean;
  /** What a 2xx said in webhook-challenge; absent when it said nothing. */
  readonly challenge?: string;
}

/** One recorded HTTP request, numbered from 1 within its delivery. */
export interface Attempt extends Omit<
  AttemptOutcome,
  'retryAfterMs' | 'isDuplicate' | 'challenge'
> {
  readonly number: number;
}
