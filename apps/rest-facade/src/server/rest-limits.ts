/** What one caller, or all of them together, may take of the facade. */
export interface RestLimits {
  /** From the first byte (or the connection) to the end of the headers. */
  readonly headersTimeoutMs: number;
  /** From the first byte to the end of the body. */
  readonly requestTimeoutMs: number;
  /** Between two requests; longer than load balancers wait, so that they close first. */
  readonly keepAliveTimeoutMs: number;
  /** Without a byte in either direction, whatever is going on. */
  readonly idleTimeoutMs: number;
  /** How late the first two time-outs may be noticed. */
  readonly checkIntervalMs: number;
  readonly maxHeaderBytes: number;
  /** Shared out by peer; those that only wait make room for new ones. */
  readonly maxConnections: number;
  /** Requests that have come in full and are being answered, shared out by user. */
  readonly maxInFlight: number;
  /** Memory for the bodies of all requests, shared out by user; one has at most 64 KiB. */
  readonly maxBodyBytes: number;
  /** Streams of events at once, shared out by user; the service takes 256 calls on one connection. */
  readonly maxEventStreams: number;
  /** Whole lists that are written at once, shared out by user. */
  readonly maxExports: number;
  /** A stream of events on which nothing happens for this long gets a comment. */
  readonly heartbeatMs: number;
  /** How long requests in flight are waited for when the facade stops. */
  readonly drainMs: number;
}

export const defaultRestLimits: RestLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 15_000,
  keepAliveTimeoutMs: 65_000,
  idleTimeoutMs: 75_000,
  checkIntervalMs: 1_000,
  maxHeaderBytes: 16_384,
  maxConnections: 10_000,
  maxInFlight: 2_000,
  maxBodyBytes: 128 * 1024 * 1024,
  maxEventStreams: 240,
  maxExports: 64,
  heartbeatMs: 15_000,
  drainMs: 10_000,
};
