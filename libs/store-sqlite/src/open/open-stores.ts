import type { Stores } from '@webhooks/domain';

import { createSqliteAuditStore } from '../audit/audit-store.ts';
import { createSqliteBacklogStore } from '../backlog/backlog-store.ts';
import { createSqliteCatalogStore } from '../catalog/catalog-store.ts';
import type { Database } from '../sql/database.ts';
import { createSqliteDispatchStore } from '../dispatch/dispatch-store.ts';
import { createSqliteEndpointStore } from '../endpoints/endpoint-store.ts';
import { createSqliteIdentityStore } from '../identities/identity-store.ts';
import { createSqliteLeaseStore } from '../lease/lease-store.ts';
import { openDatabase, type OpenDatabaseOptions } from './open-database.ts';
import { createSqlitePortalStore } from '../portal/portal-store.ts';
import { createSqlitePreviewStore } from '../preview/preview-store.ts';
import { createSqliteResendStore } from '../resends/resend-store.ts';
import { createSqliteRetentionStore } from '../retention/retention-store.ts';
import { createSqliteTestEventStore } from '../test-events/test-event-store.ts';
import { withUnavailable } from '../sql/unavailable.ts';
import { createSqliteEventStore } from '../events/event-store.ts';

/** The stores of one handle. */
export interface SqliteStores extends Stores {
  readonly database: Database;
}

/** Opens a database file with all of its stores in this thread. Throws as openDatabase does. */
export function openSqliteStores(options: OpenDatabaseOptions): SqliteStores {
  return createSqliteStores(openDatabase(options));
}

/** The stores of an open database. What may pass they refuse with service_unavailable. */
export function createSqliteStores(database: Database): SqliteStores {
  return {
    database,
    catalog: withUnavailable(createSqliteCatalogStore(database)),
    resends: withUnavailable(createSqliteResendStore(database)),
    previews: withUnavailable(createSqlitePreviewStore(database)),
    dispatch: withUnavailable(createSqliteDispatchStore(database)),
    events: withUnavailable(createSqliteEventStore(database)),
    endpoints: withUnavailable(createSqliteEndpointStore(database)),
    identities: withUnavailable(createSqliteIdentityStore(database)),
    testEvents: withUnavailable(createSqliteTestEventStore(database)),
    leases: withUnavailable(createSqliteLeaseStore(database)),
    portal: withUnavailable(createSqlitePortalStore(database)),
    audit: withUnavailable(createSqliteAuditStore(database)),
    retention: withUnavailable(createSqliteRetentionStore(database)),
    backlog: withUnavailable(createSqliteBacklogStore(database)),
    [Symbol.asyncDispose]: async () => database[Symbol.dispose](),
  };
}
