import type { OwnEndpoint } from '@webhooks/domain';
import { formatMillis } from '@webhooks/validation';

/** An endpoint as v3 callers see it: without tokens and secrets. */
export interface EndpointItem {
  readonly id: string;
  readonly account_mirror_id: number;
  readonly source_account_branch_identifier: string;
  readonly source_account_number: string;
  /** What people call the account; null: nobody has said. */
  readonly source_account_name: string | null;
  readonly url: string;
  readonly type_webhook: string;
  readonly enabled: boolean;
  /** by_owner or gone (it answered 410); null while it is enabled. */
  readonly disabled_reason: string | null;
  /** Null while it is enabled. */
  readonly disabled_since: string | null;
  /** Deliveries at once; null: the dispatcher's setting. */
  readonly max_in_flight: number | null;
  /** Null: no limit. */
  readonly requests_per_second: number | null;
  /** What it missed in an outage is resent without anybody asking. */
  readonly recover_automatically: boolean;
  readonly breaker: {
    /** CLOSED, OPEN or HALF_OPEN. */
    readonly state: string;
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
  /** Null: it is shown no client certificate. */
  readonly mtls: {
    readonly identity: string;
    /** SHA-256 of the certificate; null while there is none, as the next one. */
    readonly certificate_fingerprint: string | null;
    readonly certificate_not_after: string | null;
    /** Since a test event showed that it demands the certificate; null: none did. */
    readonly verified_at: string | null;
  } | null;
  /** It refused a call without our client certificate, and took one with it. */
  readonly mtls_verified: boolean;
  /** pending: its URL is still to be proven, and its deliveries wait; else proven. */
  readonly verification: string;
  readonly test: boolean;
}

/** Writes an endpoint. */
export function toEndpointItem(endpoint: OwnEndpoint): EndpointItem {
  const { breaker, lastDay } = endpoint;
  const { attempts, succeeded } = lastDay;
  return {
    id: endpoint.id,
    account_mirror_id: endpoint.accountId,
    source_account_branch_identifier: endpoint.account.branchIdentifier,
    source_account_number: endpoint.account.number,
    source_account_name: endpoint.accountName,
    url: endpoint.url,
    type_webhook: endpoint.typeWebhook,
    enabled: endpoint.disabledReason === null,
    disabled_reason: endpoint.disabledReason,
    disabled_since:
      endpoint.disabledSinceMs === null ? null : formatMillis(endpoint.disabledSinceMs),
    max_in_flight: endpoint.maxInFlight,
    requests_per_second: endpoint.maxRatePerSecond,
    recover_automatically: endpoint.recoversAutomatically,
    breaker: {
      state: breaker.state,
      retry_at: breaker.retryAtMs === null ? null : formatMillis(breaker.retryAtMs),
    },
    last_24h: {
      attempts,
      succeeded,
      success_rate: attempts === 0 ? null : succeeded / attempts,
      p50_ms: lastDay.p50Ms,
      p95_ms: lastDay.p95Ms,
    },
    mtls: toMtlsItem(endpoint.mtls),
    verification: endpoint.verification,
    mtls_verified: (endpoint.mtls?.verifiedAtMs ?? null) !== null,
    test: endpoint.isTest,
  };
}

function toMtlsItem(mtls: OwnEndpoint['mtls']): EndpointItem['mtls'] {
  if (mtls === null) return null;
  const { identity, fingerprint, notAfterMs, verifiedAtMs } = mtls;
  return {
    identity,
    certificate_fingerprint: fingerprint,
    certificate_not_after: notAfterMs === null ? null : formatMillis(notAfterMs),
    verified_at: verifiedAtMs === null ? null : formatMillis(verifiedAtMs),
  };
}
