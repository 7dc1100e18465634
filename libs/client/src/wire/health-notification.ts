interface Health<Type extends string, Data> {
  readonly type: Type;
  /** When it happened. */
  readonly timestamp: string;
  readonly data: { readonly account_mirror_id: number } & Data;
}

interface OfEndpoint {
  readonly endpoint_id: string;
}

/** Deliveries to an endpoint have been failing for a while; they wait. */
export type EndpointFailing = Health<
  'endpoint.failing',
  OfEndpoint & { readonly failing_since: string }
>;

/** An endpoint works again that was reported as failing. */
export type EndpointRecovered = Health<
  'endpoint.recovered',
  OfEndpoint & {
    readonly failing_since: string;
    readonly recovered_at: string;
    /** True: what it missed is resent without anybody asking. */
    readonly resends_what_it_missed: boolean;
  }
>;

/** An endpoint answered 410 and gets nothing until it is enabled. */
export type EndpointDisabled = Health<
  'endpoint.disabled',
  OfEndpoint & { readonly disabled_reason: string; readonly disabled_at: string }
>;

/** A client certificate without a successor ends within 30, 7 or 1 days. */
export type CertificateExpiring = Health<
  'certificate.expiring',
  {
    readonly client_identity: string;
    /** SHA-256 in hexadecimal. */
    readonly certificate_fingerprint: string;
    readonly certificate_not_after: string;
  }
>;

/**
 * The body of what an endpoint with type_webhook endpoint.health receives. More types may come: answer
 * 2xx to those that you do not know.
 */
export type HealthNotification =
  EndpointFailing | EndpointRecovered | EndpointDisabled | CertificateExpiring;
