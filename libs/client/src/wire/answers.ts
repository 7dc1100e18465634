import type { Endpoint } from './endpoint.ts';
import type { ResendDetail } from './resend-log.ts';

/** A resend that was accepted: it survives any crash from here on. */
export interface CreatedResend {
  readonly id: number;
  readonly detail: string;
  /** Asking again with the same key and body within 24 hours answers the same resend. */
  readonly idempotencyKey: string;
}

/** A resend of what did not succeed in another one. */
export interface RetriedResend extends CreatedResend {
  readonly resend: ResendDetail;
}

/** What came of pausing or resuming. */
export interface ControlledResend {
  readonly detail: string;
  readonly resend: ResendDetail;
}

/** What came of cancelling. */
export interface CancelledResend extends ControlledResend {
  /** What was on the wire, and is finished; null when that could not be said in time. */
  readonly in_flight: number | null;
}

/** A new endpoint. */
export interface CreatedEndpoint {
  readonly detail: string;
  readonly endpoint: Endpoint;
  /** Signs its deliveries; shown this once. Null to a repetition when it was changed since. */
  readonly signing_secret: string | null;
}

/** What came of changing an endpoint. */
export interface ChangedEndpoint {
  readonly detail: string;
  /** As it is after the change. */
  readonly endpoint: Endpoint;
  /** True when it moved and lost a token, key or signing secret that was given for the URL before. */
  readonly credentials_dropped: boolean;
  /** The new one, shown this once; null when the old one stays. */
  readonly signing_secret: string | null;
  /** Since when it was disabled until now; null: this did not enable it. */
  readonly was_disabled_since: string | null;
}
