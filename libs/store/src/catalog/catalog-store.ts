import type { CatalogStore, StoredEndpoint } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { changedEndpoint } from './change-endpoint.ts';
import { createEndpointTable } from './endpoint-table.ts';
import { createAccountFinders } from './find-account.ts';
import { rotatedEndpoint } from './rotate-secret.ts';
import { createRecordsWriter } from './write-records.ts';

/** The catalog in SQLite. */
export function createSqliteCatalogStore(database: Database): CatalogStore {
  const endpoints = createEndpointTable(database);
  const writeRecords = createRecordsWriter(database, endpoints);

  /** Reads, changes and writes one endpoint in one transaction. */
  function change(
    id: string,
    after: (before: StoredEndpoint) => StoredEndpoint,
    enable = false,
  ): StoredEndpoint | null {
    return database.write(() => {
      const before = endpoints.get(id);
      if (before === null) return null;
      // A new revision is what makes a 410 of the past no longer count.
      endpoints.replace(before, after(before), enable && before.disabledReason === 'gone');
      return endpoints.get(id);
    });
  }

  return {
    ...createAccountFinders(database),
    write: async (records, nowMs) => writeRecords(records, nowMs),
    getEndpoint: async (id) => endpoints.get(id),
    listEndpoints: async (accountId, afterId, limit) => endpoints.list(accountId, afterId, limit),
    updateEndpoint: async (id, wish, nowMs) =>
      change(id, (before) => changedEndpoint(before, wish, nowMs), wish.disabled === false),
    rotateSecret: async (id, secret, oldExpireAtMs, nowMs) =>
      change(id, (before) => rotatedEndpoint(before, secret, oldExpireAtMs, nowMs)),
  };
}
