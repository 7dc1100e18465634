/** How a client reaches the API. */
export interface ClientOptions {
  /** Where the API is: "https://api.example.com", with the path in front of /v3 if there is one. */
  readonly baseUrl: string;
  /** An access token, or what answers a fresh one for each request. */
  readonly token: string | (() => string | Promise<string>);
  /** Limit of each try, from the request to the end of the answer. Default 15,000. */
  readonly timeoutMs?: number;
  /** Further tries after 429, 502, 503, 504 and broken connections. Default 4; 0: none. */
  readonly maxRetries?: number;
  /** A Retry-After beyond this is not waited for: the call fails and says so. Default 30,000. */
  readonly maxRetryPauseMs?: number;
  /** What sends requests. Default: the fetch of the platform. */
  readonly fetch?: typeof fetch;
}

/** What can be said for one call. */
export interface CallOptions {
  /** Ends the call, its retries and its pauses; the call rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Limit of each try instead of the client's. */
  readonly timeoutMs?: number;
}

/** What can be said for a call that makes a resend. */
export interface CreateOptions extends CallOptions {
  /** 1 to 255 printable ASCII characters. Default: a random one, the same for all tries. */
  readonly idempotencyKey?: string;
}
