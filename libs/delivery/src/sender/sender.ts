import type { AttemptOutcome } from '@webhooks/domain';

import type { TlsProfile } from './tls-profile.ts';

/** One HTTP request to a receiver, complete but for its content-length. */
export interface DeliveryRequest {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  /** Whose request it is: accounts share no connections. Absent: nobody's in particular. */
  readonly accountId?: number;
  /** How TLS is spoken with the receiver; absent or null: as with any other. */
  readonly tls?: TlsProfile | null;
  /** The name of a proxy on the way there, or "direct"; absent or null: the default. */
  readonly egress?: string | null;
  /** Asked just before it is written; while it says no, the request waits, within its deadline. */
  readonly mayBeWritten?: () => boolean;
  /** True: it is not sent on a connection that was used before. */
  readonly isOnNewConnection?: boolean;
  /** How much of the time for an attempt is used up already; 0. */
  readonly spentMs?: number;
}

/** Sends webhooks. Whatever a receiver does is an outcome, never an exception. */
export interface Sender extends AsyncDisposable {
  /**
   * Ends by the attempt's deadline. Rejects with NotSentError where nothing was sent because of the
   * way to the receiver, which is not the receiver's; else only after the sender was disposed.
   */
  send(request: DeliveryRequest): Promise<AttemptOutcome>;
}
