import type { StoredEndpoint } from '@webhooks/domain';
import { credentialsText, sealCredentials } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { isThere, selectEndpoint, toStoredEndpoint } from './endpoint-row.ts';
import type { EndpointRow } from './endpoint-row.ts';

type RemovedRow = Pick<EndpointRow, 'account_id' | 'is_test'>;

/** What an endpoint that comes back has to agree with. */
export type RemovedEndpoint = Pick<StoredEndpoint, 'accountId' | 'isTest'>;

/** Reads and writes single endpoints. Saving runs inside a write transaction. */
export interface EndpointTable {
  get(id: string): StoredEndpoint | null;
  list(accountId: number, afterId: string, limit: number): StoredEndpoint[];
  /** What stays of an endpoint that was removed; null: none of that id was. */
  removed(id: string): RemovedEndpoint | null;
  /** 1: as it was made. */
  revisionOf(id: string): number | undefined;
  /** 1: as it was made. */
  revisionOf(id: string): number | undefined;
  /** Also one of that id that was removed. */
  insert(endpoint: StoredEndpoint): void;
  /** Forgets its credentials and what else it names. */
  remove(id: string, nowMs: number): void;
  /** Writes and raises the revision if anything changed, or if `touch` asks for it; says whether. */
  replace(before: StoredEndpoint, after: StoredEndpoint, touch: boolean): boolean;
}

/** Prepares the statements of the endpoints table. */
export function createEndpointTable({ connection, sealer }: Database): EndpointTable {
  const byId = connection.prepare<[string], EndpointRow>(
    `${selectEndpoint} WHERE e.id = ? AND ${isThere('e')}`,
  );
  const byAccount = connection.prepare<[number, string, number], EndpointRow>(
    `${selectEndpoint} WHERE e.account_id = ? AND e.id > ? AND ${isThere('e')} ORDER BY e.id LIMIT ?`,
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
       trust_anchors = ?, egress_proxy = ?, recovers_automatically = ?, is_test = ?,
       removed_at_ms = NULL, revision = revision + 1
     WHERE id = ?`,
  );
  const revision = connection
    .prepare<[string], number>(`SELECT revision FROM endpoints WHERE id = ?`)
    .pluck();
  const removed = connection.prepare<[string], RemovedRow>(
    `SELECT account_id, is_test FROM endpoints WHERE id = ? AND removed_at_ms IS NOT NULL`,
  );
  const remove = connection.prepare<[Buffer, number, string]>(
    `UPDATE endpoints SET credentials = ?, client_identity = NULL, trust_anchors = NULL,
       egress_proxy = NULL, recovers_automatically = 0, removed_at_ms = ?, revision = revision + 1
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
    revisionOf: (id) => revision.get(id),
    removed(id) {
      const row = removed.get(id);
      return row === undefined ? null : { accountId: row.account_id, isTest: row.is_test === 1 };
    },
    insert(endpoint) {
      const into = removed.get(endpoint.id) === undefined ? insert : update;
      into.run(...columns(endpoint));
    },
    remove: (id, nowMs) => void remove.run(sealCredentials(sealer, id, noCredentials), nowMs, id),
    replace(before, after, touch) {
      if (!touch && isSame(before, after)) return false;
      update.run(...columns(after));
      return true;
    },
  };
}

const noCredentials = { authorizationToken: null, xFunctionsKey: null, signingSecrets: [] };

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
