import { FIRST_PORTAL_USER_ID, type RetentionStore } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Removes links that have ended, and what their users had access to. */
export function createPortalLinkPruner(database: Database): RetentionStore['prunePortalLinks'] {
  const { connection } = database;
  const ended = connection
    .prepare<[number, number], number>(
      `SELECT id FROM portal_links INDEXED BY portal_links_by_end
       WHERE ends_at_ms <= ? ORDER BY ends_at_ms LIMIT ?`,
    )
    .pluck();
  const removeAccess = connection.prepare<[number]>(
    `DELETE FROM account_users INDEXED BY account_users_by_user WHERE user_id = ?`,
  );
  const remove = connection.prepare<[number]>(`DELETE FROM portal_links WHERE id = ?`);

  return (nowMs, limit) =>
    database.writeQueued(() => {
      const ids = ended.all(nowMs, limit);
      for (const id of ids) {
        removeAccess.run(FIRST_PORTAL_USER_ID + id);
        remove.run(id);
      }
      return ids.length === limit;
    });
}
