/** Why nothing could be sent, for metrics and logs. */
export type NotSentReason =
  'proxy_unreachable' | 'proxy_refused_credentials' | 'proxy_refused_receiver' | 'unknown_proxy';

/**
 * Nothing of a request was sent, for a reason that is not its receiver's: it was no attempt, and says
 * nothing of the receiver. Holds no address and no credentials of anybody but the proxy's host and port.
 */
export class NotSentError extends Error {
  readonly code = 'ERR_NOT_SENT';
  readonly reason: NotSentReason;
  /** Host and port, or the name that an endpoint gives and no setting knows. */
  readonly proxy: string;
  /** Before that it is no use to try again. */
  readonly retryAfterMs: number;

  constructor(reason: NotSentReason, proxy: string, message: string, retryAfterMs: number) {
    super(message);
    this.reason = reason;
    this.proxy = proxy;
    this.retryAfterMs = retryAfterMs;
  }
}
