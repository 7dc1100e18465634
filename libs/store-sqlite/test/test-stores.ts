import type { Stores } from '@webhooks/store-conformance';
import { createTempDir } from '@webhooks/testing';

import {
  createSqliteAuditStore,
  createSqliteBacklogStore,
  createSqliteCatalogStore,
  createSqliteDispatchStore,
  createSqliteEndpointStore,
  createSqliteLeaseStore,
  createSqlitePreviewStore,
  createSqliteResendStore,
  createSqliteRetentionStore,
  openDatabase,
} from '../src/index.ts';
import type { Database, OpenDatabaseOptions } from '../src/index.ts';

export const secretsKey = new Uint8Array(32).fill(7);

/** The stores of one handle. */
export interface SqliteStores extends Stores {
  readonly database: Database;
}

/** The stores of an open database; disposing them closes it. */
export function createStores(database: Database): SqliteStores {
  return {
    database,
    catalog: createSqliteCatalogStore(database),
    resends: createSqliteResendStore(database),
    previews: createSqlitePreviewStore(database),
    dispatch: createSqliteDispatchStore(database),
    endpoints: createSqliteEndpointStore(database),
    leases: createSqliteLeaseStore(database),
    audit: createSqliteAuditStore(database),
    retention: createSqliteRetentionStore(database),
    backlog: createSqliteBacklogStore(database),
    [Symbol.asyncDispose]: async () => database[Symbol.dispose](),
  };
}

/** Opens a file, which may exist. */
export function openStores(
  path: string,
  options: Pick<OpenDatabaseOptions, 'lockWaitMs'> = {},
): SqliteStores {
  return createStores(openDatabase({ path, secretsKey, ...options }));
}

/** Opens an empty database in a directory of its own, which goes away with it. */
export async function openTempStores(): Promise<SqliteStores> {
  const directory = createTempDir();
  const stores = openStores(directory.file('webhooks.sqlite'));
  return {
    ...stores,
    async [Symbol.asyncDispose]() {
      await stores[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}
