import { shownUrl } from '@webhooks/domain';
import type { AttemptStatistics, OwnEndpoint } from '@webhooks/domain';

import { disabledReason, goneAtMs } from '../catalog/endpoint-row.ts';

/** An endpoint as it lies in the database, without what is secret. */
export interface OwnEndpointRow {
  readonly id: string;
  readonly account_id: number;
  readonly branch_identifier: string;
  readonly number: string;
  readonly url: string;
  readonly type_webhook: string;
  readonly disabled_at_ms: number | null;
  readonly gone_at_ms: number | null;
  readonly max_in_flight: number | null;
  readonly max_rate_per_second: number | null;
  /** Null while its breaker is closed. */
  readonly retry_at_ms: number | null;
}

/** Columns of OwnEndpointRow over endpoints (e) and their accounts (a). */
export const ownEndpointColumns = `e.id, e.account_id, a.branch_identifier, a.number, e.url,
  e.type_webhook, e.disabled_at_ms, ${goneAtMs} AS gone_at_ms, e.max_in_flight,
  e.max_rate_per_second,
  (SELECT b.retry_at_ms FROM endpoint_breakers AS b WHERE b.endpoint_id = e.id) AS retry_at_ms`;

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
    url: shownUrl(row.url),
    typeWebhook: row.type_webhook,
    disabledReason: disabledReason(row),
    maxInFlight: row.max_in_flight,
    maxRatePerSecond: row.max_rate_per_second,
    breaker: breakerAt(row.retry_at_ms, nowMs),
    lastDay,
  };
}

/** Once its time is over the next attempt is the probe. */
function breakerAt(retryAtMs: number | null, nowMs: number): OwnEndpoint['breaker'] {
  if (retryAtMs === null) return { state: 'CLOSED', retryAtMs };
  if (retryAtMs > nowMs) return { state: 'OPEN', retryAtMs };
  return { state: 'HALF_OPEN', retryAtMs: null };
}
