import type { RetentionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Removes notifications of endpoints that were settled long ago. */
export function createHealthNotificationPruner(
  database: Database,
): RetentionStore['pruneHealthNotifications'] {
  const remove = database.connection.prepare<[number, number]>(
    `DELETE FROM health_notifications INDEXED BY health_notifications_settled
     WHERE settled_at_ms IS NOT NULL AND settled_at_ms < ? LIMIT ?`,
  );

  return (beforeMs, limit) =>
    database.writeQueued(() => remove.run(beforeMs, limit).changes === limit);
}
