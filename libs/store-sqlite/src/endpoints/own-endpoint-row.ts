import { NO_IDENTITY, shownAt, shownUrl } from '@webhooks/domain';
import type { AttemptStatistics, DatedChain, OwnEndpoint } from '@webhooks/domain';
import { certificateFacts } from '@webhooks/store-kit';

import { disabledReason, goneAtMs } from '../catalog/endpoint-row.ts';
import { isUnproven } from '../catalog/endpoint-proofs.ts';
import { effectiveIdentity } from '../identities/effective-identity.ts';

/** An endpoint as it lies in the database, without what is secret. */
export interface OwnEndpointRow {
  readonly id: string;
  readonly account_id: number;
  readonly branch_identifier: string;
  readonly number: string;
  readonly account_name: string | null;
  readonly url: string;
  readonly type_webhook: string;
  readonly disabled_at_ms: number | null;
  readonly gone_at_ms: number | null;
  readonly max_in_flight: number | null;
  readonly max_rate_per_second: number | null;
  readonly recovers_automatically: 0 | 1;
  readonly is_test: 0 | 1;
  /** Null while its breaker is closed. */
  readonly retry_at_ms: number | null;
  /** Null: there is none, not even a default. */
  readonly identity: string | null;
  /** Of that identity; null: it is unknown, or "none". */
  readonly certificates: string | null;
  /** Null: not by that identity at that URL. */
  readonly mtls_proven_at_ms: number | null;
  readonly is_unproven: 0 | 1;
}

/** Columns of OwnEndpointRow over endpoints (e) and their accounts (a). */
export const ownEndpointColumns = `e.id, e.account_id, a.branch_identifier, a.number,
  a.name AS account_name, e.url,
  e.type_webhook, e.disabled_at_ms, ${goneAtMs} AS gone_at_ms, e.max_in_flight,
  e.max_rate_per_second, e.recovers_automatically, e.is_test,
  (SELECT b.retry_at_ms FROM endpoint_breakers AS b WHERE b.endpoint_id = e.id) AS retry_at_ms,
  ${effectiveIdentity} AS identity,
  (SELECT c.certificates FROM client_identities AS c WHERE c.name = ${effectiveIdentity})
    AS certificates,
  (SELECT p.proven_at_ms FROM mtls_proofs AS p WHERE p.endpoint_id = e.id AND p.url = e.url
     AND p.identity = ${effectiveIdentity}) AS mtls_proven_at_ms,
  ${isUnproven} AS is_unproven`;

/** A row as users see it. */
export function toOwnEndpoint(
  row: OwnEndpointRow,
  lastDay: AttemptStatistics,
  nowMs: number,
): OwnEndpoint {
  return {
    id: row.id,
    accountId: row.account_id,
    account: { branchIdentifier: row.branch_identifier, number: row.number },
    accountName: row.account_name,
    url: shownUrl(row.url),
    typeWebhook: row.type_webhook,
    disabledReason: disabledReason(row),
    disabledSinceMs: row.disabled_at_ms ?? row.gone_at_ms,
    maxInFlight: row.max_in_flight,
    maxRatePerSecond: row.max_rate_per_second,
    recoversAutomatically: row.recovers_automatically === 1,
    isTest: row.is_test === 1,
    breaker: breakerAt(row.retry_at_ms, nowMs),
    lastDay,
    verification: row.is_unproven === 1 ? 'pending' : 'proven',
    mtls: mtlsAt(row, nowMs),
  };
}

function mtlsAt(row: OwnEndpointRow, nowMs: number): OwnEndpoint['mtls'] {
  const { identity, certificates, mtls_proven_at_ms: verifiedAtMs } = row;
  if (identity === null || identity === NO_IDENTITY || certificates === null) return null;
  const shown = shownAt(JSON.parse(certificates) as readonly DatedChain[], nowMs);
  const nothing = { fingerprint: null, notAfterMs: null };
  const facts = shown === null ? nothing : certificateFacts(shown.chain);
  return { identity, ...facts, verifiedAtMs };
}

/** Once its time is over the next attempt is the probe. */
function breakerAt(retryAtMs: number | null, nowMs: number): OwnEndpoint['breaker'] {
  if (retryAtMs === null) return { state: 'CLOSED', retryAtMs };
  if (retryAtMs > nowMs) return { state: 'OPEN', retryAtMs };
  return { state: 'HALF_OPEN', retryAtMs: null };
}
