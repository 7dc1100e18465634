import type { RetentionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createIdempotencyKeys } from '../resends/idempotency.ts';
import { createAuditPruner } from './prune-audit-records.ts';
import { createHealthNotificationPruner } from './prune-health-notifications.ts';
import { createPortalLinkPruner } from './prune-portal-links.ts';
import { createResendPruner } from './prune-resends.ts';
import { createTestEventPruner } from './prune-test-events.ts';

/** The service's part of retention in SQLite. */
export function createSqliteRetentionStore(database: Database): RetentionStore {
  const pruneResends = createResendPruner(database);
  const pruneAuditRecords = createAuditPruner(database);
  const keys = createIdempotencyKeys(database);

  return {
    pruneResends: async (finishedBeforeMs, limit) => pruneResends(finishedBeforeMs, limit),
    pruneAuditRecords: async (beforeMs, limit) => pruneAuditRecords(beforeMs, limit),
    pruneHealthNotifications: createHealthNotificationPruner(database),
    pruneTestEvents: createTestEventPruner(database),
    prunePortalLinks: createPortalLinkPruner(database),
    pruneIdempotencyKeys: async (nowMs, limit) =>
      (await database.writeQueued(() => keys.removeExpired(nowMs, limit))) === limit,
  };
}
