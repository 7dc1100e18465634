import type { Endpoint, StoredEndpoint } from '@webhooks/domain';
import { unsealCredentials } from '@webhooks/store-kit';
import type { CredentialSealer } from '@webhooks/store-kit';

/** An endpoint as it lies in the database. */
export interface EndpointRow {
  readonly id: string;
  readonly account_id: number;
  readonly url: string;
  readonly type_webhook: string;
  readonly credentials: Buffer;
  readonly disabled_at_ms: number | null;
  readonly max_in_flight: number | null;
  readonly max_rate_per_second: number | null;
  readonly client_identity: string | null;
  readonly trust_anchors: string | null;
  readonly egress_proxy: string | null;
  readonly recovers_automatically: 0 | 1;
  readonly is_test: 0 | 1;
  readonly revision: number;
  /** Null unless it answered 410 and was not changed since. */
  readonly gone_at_ms: number | null;
}

/**
 * When the endpoint (e) answered 410, null if it was changed since. A subquery, since SQLite plans a
 * join anew for every value that it is asked for.
 */
export const goneAtMs = `(SELECT h.gone_at_ms FROM endpoint_health AS h
  WHERE h.endpoint_id = e.id AND h.gone_revision >= e.revision)`;

/** Condition that an endpoint is there, by the name of its table. */
export function isThere(table: string): string {
  return `${table}.removed_at_ms IS NULL`;
}

/** Selects EndpointRow; a WHERE clause over `e` follows. */
export const selectEndpoint = `
  SELECT e.id, e.account_id, e.url, e.type_webhook, e.credentials, e.disabled_at_ms,
         e.max_in_flight, e.max_rate_per_second, e.client_identity, e.trust_anchors, e.egress_proxy,
         e.recovers_automatically, e.is_test, e.revision,
         ${goneAtMs} AS gone_at_ms
  FROM endpoints AS e`;

/** A row as its owner sees it, its credentials in the clear. */
export function toStoredEndpoint(sealer: CredentialSealer, row: EndpointRow): StoredEndpoint {
  return { ...toEndpoint(sealer, row), disabledAtMs: row.disabled_at_ms ?? row.gone_at_ms };
}

/** A row as a delivery needs it, its credentials in the clear. */
export function toEndpoint(sealer: CredentialSealer, row: EndpointRow): Endpoint {
  return {
    id: row.id,
    accountId: row.account_id,
    url: row.url,
    typeWebhook: row.type_webhook,
    ...unsealCredentials(sealer, row.id, row.credentials),
    disabledReason: disabledReason(row),
    maxInFlight: row.max_in_flight,
    maxRatePerSecond: row.max_rate_per_second,
    clientIdentity: row.client_identity,
    trustAnchors: row.trust_anchors,
    egressProxy: row.egress_proxy,
    recoversAutomatically: row.recovers_automatically === 1,
    isTest: row.is_test === 1,
  };
}

/** The owner's word stands before what a receiver answered. */
export function disabledReason(
  row: Pick<EndpointRow, 'disabled_at_ms' | 'gone_at_ms'>,
): Endpoint['disabledReason'] {
  if (row.disabled_at_ms !== null) return 'by_owner';
  return row.gone_at_ms === null ? null : 'gone';
}
