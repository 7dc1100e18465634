import type { AccountReference } from '../model/account.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { AttemptStatistics, EndpointStatistics } from '../model/statistics.ts';
import type { CursorDirection } from './resend-store.ts';

/** Whether attempts to an endpoint start. HALF_OPEN: the next attempt, or the one in flight, decides. */
export type BreakerState = 'CLOSED' | 'OPEN' | 'HALF_OPEN';

/** Whether the URL of an endpoint has proven itself, or needs not to. */
export type EndpointVerification = 'pending' | 'proven';

/** What is not secret of an endpoint, and how it does. */
export interface OwnEndpoint extends Pick<
  Endpoint,
  | 'id'
  | 'accountId'
  | 'url'
  | 'typeWebhook'
  | 'disabledReason'
  | 'maxInFlight'
  | 'maxRatePerSecond'
  | 'recoversAutomatically'
  | 'isTest'
> {
  readonly account: AccountReference;
  /** What people call the account; null: nobody has said. */
  readonly accountName: string | null;
  /** Null while it is enabled. */
  readonly disabledSinceMs: number | null;
  readonly breaker: {
    readonly state: BreakerState;
    /** When the next attempt may start; null unless it is open. */
    readonly retryAtMs: number | null;
  };
  readonly lastDay: AttemptStatistics;
  /** pending: its URL is still to be proven, and nothing but test events is sent there. */
  readonly verification: EndpointVerification;
  /** Null: it is shown no certificate. */
  readonly mtls: EndpointMtls | null;
}

/** Who we are to an endpoint that demands a client certificate. */
export interface EndpointMtls {
  /** Name of the identity. */
  readonly identity: string;
  /** SHA-256 of the certificate that is shown now, in hexadecimal; null while there is none. */
  readonly fingerprint: string | null;
  /** Until when it is valid. */
  readonly notAfterMs: number | null;
  /**
   * When the endpoint, at its URL and with this identity, refused a call without a certificate and took
   * one with it; null: it did not.
   */
  readonly verifiedAtMs: number | null;
}

/** A place in the order (account, id), whether or not something stands there. */
export interface EndpointCursor {
  readonly accountId: number;
  readonly id: string;
}

export interface EndpointListQuery {
  readonly userId: number;
  /** Null: every account that the user has access to. */
  readonly accountId: number | null;
  readonly cursor: EndpointCursor | null;
  /** NEXT: behind the cursor. */
  readonly direction: CursorDirection;
  readonly limit: number;
}

/** By (account, id), whatever the direction. A cursor is null when nothing lies that way. */
export interface EndpointPage {
  readonly endpoints: readonly OwnEndpoint[];
  readonly next: EndpointCursor | null;
  readonly previous: EndpointCursor | null;
}

/** Endpoints of the accounts that a user has access to; unknown and forbidden ones alike are null. */
export interface EndpointStore {
  list(query: EndpointListQuery, nowMs: number): Promise<EndpointPage>;
  get(id: string, userId: number, nowMs: number): Promise<OwnEndpoint | null>;
  /** Over the last hours, the one that runs included. */
  statistics(
    id: string,
    userId: number,
    hours: number,
    nowMs: number,
  ): Promise<EndpointStatistics | null>;
}
