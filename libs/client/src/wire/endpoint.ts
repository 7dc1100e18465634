/** Where an account wants its webhooks, without tokens and secrets. */
export interface Endpoint {
  readonly id: string;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  /** What people call the account; null: nobody has said. */
  readonly source_account_name: string | null;
  readonly url: string;
  readonly type_webhook: string;
  readonly enabled: boolean;
  /** "by_owner", or "gone" when it answered 410; null while it is enabled. */
  readonly disabled_reason: string | null;
  /** Since when; null while it is enabled. */
  readonly disabled_since: string | null;
  /** Deliveries at once; null: as the platform is set. */
  readonly max_in_flight: number | null;
  /** Null: no limit. */
  readonly requests_per_second: number | null;
  /** What it missed in an outage of ten minutes or more is resent without anybody asking. */
  readonly recover_automatically: boolean;
  /** OPEN: it failed too often, and nothing is sent until retry_at. */
  readonly breaker: {
    readonly state: 'CLOSED' | 'OPEN' | 'HALF_OPEN';
    readonly retry_at: string | null;
  };
  readonly last_24h: {
    readonly attempts: number;
    readonly succeeded: number;
    /** 0 to 1; null when there were no attempts, as the next two. */
    readonly success_rate: number | null;
    readonly p50_ms: number | null;
    readonly p95_ms: number | null;
  };
  /** Who we are to an endpoint that demands a client certificate; null: it is shown none. */
  readonly mtls: {
    readonly identity: string;
    /** SHA-256 in hexadecimal; null while there is no certificate, as the next one. */
    readonly certificate_fingerprint: string | null;
    readonly certificate_not_after: string | null;
    /** When a test event last showed that it demands the certificate; null: none did. */
    readonly verified_at: string | null;
  } | null;
  /** It refused a call without our client certificate, and took one with it. */
  readonly mtls_verified: boolean;
  /** pending: its URL is still to be proven by a test event, and its deliveries wait. */
  readonly verification: 'pending' | 'proven';
  /** True: no resend goes to it but one that names it in deliver_to. */
  readonly test: boolean;
}

/** An endpoint to be made. */
export interface NewEndpoint {
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  readonly url: string;
  /** CASHIN, CASHOUT, one exact event type, "resend.finished" or "endpoint.health". */
  readonly type_webhook: string;
  /** Sent as Authorization. */
  readonly authorization_token?: string;
  /** Sent as X-Functions-Key. */
  readonly x_functions_key?: string;
}

/** What is to be changed of an endpoint; enabled, url or recover_automatically at least. */
export interface EndpointChange {
  /** True brings one back that answered 410 or was disabled; false: nothing is delivered to it. */
  readonly enabled?: boolean;
  /** Whether what it misses in an outage is resent without anybody asking. */
  readonly recover_automatically?: boolean;
  /** Where it goes from now on; at another URL it keeps no token or key. */
  readonly url?: string;
  /** Sent as Authorization to this URL; only together with it. */
  readonly authorization_token?: string;
  /** Sent as X-Functions-Key to this URL; only together with it. */
  readonly x_functions_key?: string;
}

/** Filter and size of a page of endpoints. */
export interface EndpointFilters {
  readonly account_mirror_id?: number;
  /** 1 to 100, default 20. */
  readonly limit?: number;
}

/** Outcomes of the attempts to an endpoint; stretches of time without any are left out. */
export interface EndpointStatistics {
  readonly bucket_seconds: number;
  readonly results: readonly {
    readonly start: string;
    readonly attempts: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly failures_by_class: Readonly<Record<string, number>>;
    readonly p50_ms: number | null;
    readonly p95_ms: number | null;
  }[];
}

/** What became of a resend. */
export interface ResendStatistics {
  /** Deliveries in each state. */
  readonly by_state: Readonly<Record<string, number>>;
  /** Attempts that failed alike, most first; http_status is null where no response came. */
  readonly failures: readonly {
    readonly error_class: string;
    readonly http_status: number | null;
    readonly count: number;
  }[];
  readonly bucket_seconds: number;
  /** Deliveries settled within each stretch of time; stretches without any are left out. */
  /** Delivered events by endpoint and type, and what receivers said of them. */
  readonly receipts: readonly {
    readonly endpoint_id: string;
    readonly event_type: string;
    readonly delivered_new: number;
    readonly delivered_known_before: number;
    readonly delivered_not_said: number;
  }[];
  readonly over_time: readonly {
    readonly start: string;
    readonly delivered: number;
    readonly failed: number;
  }[];
}

/** Where deliveries come from. */
export interface SourceIps {
  readonly source_ips: readonly string[];
}
