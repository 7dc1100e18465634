import { type DeliveryHeaders, headerOf } from './delivery-headers.ts';

/** A delivery that the platform has signed. */
export interface VerifiedDelivery {
  /**
   * The event's id, signed: the same on the original delivery, on each retry and on each resend.
   * What has been seen under it need not be processed again.
   */
  readonly id: string;
  /** When this attempt was signed. */
  readonly signedAt: Date;
  /**
   * True: it is no event but tries whether you answer. Answer it with 2xx and act on nothing of it.
   * Signed, unlike the header webhook-test, which says the same.
   */
  readonly isTest: boolean;
  /**
   * Of a test event: what proves that its signature was checked at this URL. Send it back in the header
   * webhook-challenge of a 2xx. Null where there is none, and of anything that is no test event.
   */
  readonly challenge: string | null;
  /** The exact bytes, signed. */
  readonly body: Uint8Array;
  /**
   * What the headers say beside that. They are not signed: good for logs and metrics, never for a
   * decision about money.
   */
  readonly unsigned: UnsignedHints;
  /** The body read as JSON. */
  json(): unknown;
}

/** Headers that tell what a delivery is; null where there is none. */
export interface UnsignedHints {
  /** True when somebody asked for this event again. */
  readonly isResend: boolean;
  readonly resendId: number | null;
  /** 1 for the first attempt of this delivery. */
  readonly attempt: number | null;
  /** When the event happened, as ISO 8601 with up to microseconds: not when it was sent. */
  readonly eventTime: string | null;
}

/** Reads what tells a resend from an original. */
export function hintsOf(headers: DeliveryHeaders): UnsignedHints {
  const resendId = countOf(headerOf(headers, 'webhook-resend-id'));
  return {
    isResend: resendId !== null,
    resendId,
    attempt: countOf(headerOf(headers, 'webhook-attempt')),
    eventTime: headerOf(headers, 'webhook-event-time'),
  };
}

function countOf(text: string | null): number | null {
  const count = text !== null && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(count) ? count : null;
}
