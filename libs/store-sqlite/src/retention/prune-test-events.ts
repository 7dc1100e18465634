import type { RetentionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Removes test events that nobody looks at any more. */
export function createTestEventPruner(database: Database): RetentionStore['pruneTestEvents'] {
  const remove = database.connection.prepare<[number, number]>(
    `DELETE FROM test_events INDEXED BY test_events_by_age WHERE created_at_ms < ? LIMIT ?`,
  );

  return (beforeMs, limit) =>
    database.writeQueued(() => remove.run(beforeMs, limit).changes === limit);
}
