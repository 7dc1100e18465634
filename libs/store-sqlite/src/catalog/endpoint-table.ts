import type { StoredEndpoint } from '@webhooks/domain';
import { credentialsText, sealCredentials } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { selectEndpoint, toStoredEndpoint } from './endpoint-row.ts';
import type { EndpointRow } from './endpoint-row.ts';

/** Reads and writes single endpoints. Saving runs inside a write transaction. */
export interface EndpointTable {
  get(id: string): StoredEndpoint | null;
  list(accountId: number, afterId: string, limit: number): StoredEndpoint[];
  insert(endpoint: StoredEndpoint): void;
  /** Writes and raises the revision if anything changed, or if `touch` asks for it; says whether. */
  replace(before: StoredEndpoint, after: StoredEndpoint, touch: boolean): boolean;
}

/** Prepares the statements of the endpoints table. */
export function createEndpointTable({ connection, sealer }: Database): EndpointTable {
  const byId = connection.prepare<[string], EndpointRow>(`${selectEndpoint} WHERE e.id = ?`);
  const byAccount = connection.prepare<[number, string, number], EndpointRow>(
    `${selectEndpoint} WHERE e.account_id = ? AND e.id > ? ORDER BY e.id LIMIT ?`,
  );
  const insert = connection.prepare(
    `INSERT INTO endpoints (account_id, url, type_webhook, credentials, disabled_at_ms,
       max_in_flight, max_rate_per_second, client_identity, trust_anchors, egress_proxy,
       recovers_automatically, is_test, id, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  const update = connection.prepare(
    `UPDATE endpoints SET account_id = ?, url = ?, type_webhook = ?, credentials = ?,
       disabled_at_ms = ?, max_in_flight = ?, max_rate_per_second = ?, client_identity = ?,
       trust_anchors = ?, egress_proxy = ?, recovers_automatically = ?, is_test = ?, revision = revision + 1
     WHERE id = ?`,
  );

  const columns = (endpoint: StoredEndpoint): unknown[] => [
    endpoint.accountId,
    endpoint.url,
    endpoint.typeWebhook,
    sealCredentials(sealer, endpoint.id, endpoint),
    endpoint.disabledReason === 'by_owner' ? endpoint.disabledAtMs : null,
    endpoint.maxInFlight,
    endpoint.maxRatePerSecond,
    endpoint.clientIdentity,
    endpoint.trustAnchors,
    endpoint.egressProxy,
    endpoint.recoversAutomatically ? 1 : 0,
    endpoint.isTest ? 1 : 0,
    endpoint.id,
  ];

  return {
    get(id) {
      const row = byId.get(id);
      return row === undefined ? null : toStoredEndpoint(sealer, row);
    },
    list: (accountId, afterId, limit) =>
      byAccount.all(accountId, afterId, limit).map((row) => toStoredEndpoint(sealer, row)),
    insert: (endpoint) => void insert.run(...columns(endpoint)),
    replace(before, after, touch) {
      if (!touch && isSame(before, after)) return false;
      update.run(...columns(after));
      return true;
    },
  };
}

/** Equal in everything that an owner decides. */
function isSame(one: StoredEndpoint, other: StoredEndpoint): boolean {
  return (
    one.url === other.url &&
    one.typeWebhook === other.typeWebhook &&
    (one.disabledReason === 'by_owner') === (other.disabledReason === 'by_owner') &&
    one.maxInFlight === other.maxInFlight &&
    one.maxRatePerSecond === other.maxRatePerSecond &&
    one.clientIdentity === other.clientIdentity &&
    one.trustAnchors === other.trustAnchors &&
    one.egressProxy === other.egressProxy &&
    one.recoversAutomatically === other.recoversAutomatically &&
    one.isTest === other.isTest &&
    credentialsText(one) === credentialsText(other)
  );
}
