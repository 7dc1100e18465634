import { FIRST_PORTAL_USER_ID, type PortalLinkCreation, type PortalStore } from '@webhooks/domain';

import { createAuditLog } from '../audit/audit-log.ts';
import type { Database } from '../sql/database.ts';

/** Links that count at once: those of the last minutes, and of sessions that run. */
const MAX_LINKS = 10_000;

interface LinkRow {
  readonly id: number;
  readonly accounts: string;
  readonly sessionMs: number;
}

/** The portal in SQLite. */
export function createSqlitePortalStore(database: Database): PortalStore {
  const { connection } = database;
  const appendAudit = createAuditLog(database);
  const unknown = connection
    .prepare<[string], number>(
      `SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE id = value)`,
    )
    .pluck();
  const count = connection
    .prepare<[number, number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM portal_links INDEXED BY portal_links_by_end
       WHERE ends_at_ms > ? LIMIT ?)`,
    )
    .pluck();
  const insert = connection.prepare<[string, string, number, number]>(
    `INSERT INTO portal_links (token_hash, accounts, session_ms, ends_at_ms) VALUES (?, ?, ?, ?)`,
  );
  const find = connection.prepare<[string, number], LinkRow>(
    `SELECT id, accounts, session_ms AS sessionMs FROM portal_links
     WHERE token_hash = ? AND opened_at_ms IS NULL AND ends_at_ms > ?`,
  );
  const open = connection.prepare<[number, number, number]>(
    `UPDATE portal_links SET opened_at_ms = ?, ends_at_ms = ? WHERE id = ?`,
  );
  const addUser = connection.prepare<[number, number]>(
    `INSERT INTO account_users (account_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING`,
  );

  const naming = (id: number) => ({
    changes: [{ field: 'portal_link', before: null, after: String(id) }],
  });

  return {
    createLink: async ({ tokenHash, accountIds, sessionMs, expiresAtMs }, atMs, actor) =>
      database.writeQueued((): PortalLinkCreation => {
        const accounts = JSON.stringify(accountIds);
        const missing = unknown.all(accounts);
        if (missing.length > 0) return { kind: 'unknown_accounts', accountIds: missing };
        if ((count.get(atMs, MAX_LINKS) ?? 0) >= MAX_LINKS) return { kind: 'too_many' };
        const id = Number(insert.run(tokenHash, accounts, sessionMs, expiresAtMs).lastInsertRowid);
        for (const accountId of accountIds) {
          const details = naming(id);
          appendAudit({ atMs, action: 'PORTAL_LINK_CREATED', accountId, details }, actor);
        }
        return { kind: 'created', userId: FIRST_PORTAL_USER_ID + id };
      }),
    openLink: async (tokenHash, atMs, caller) =>
      database.writeQueued(() => {
        const link = find.get(tokenHash, atMs);
        if (link === undefined) return null;
        const { id, accounts, sessionMs } = link;
        const userId = FIRST_PORTAL_USER_ID + id;
        const endsAtMs = atMs + sessionMs;
        open.run(atMs, endsAtMs, id);
        const actor = { ...caller, userId, service: null, tokenId: null };
        for (const accountId of JSON.parse(accounts) as readonly number[]) {
          addUser.run(accountId, userId);
          const details = naming(id);
          appendAudit({ atMs, action: 'PORTAL_LINK_OPENED', accountId, details }, actor);
        }
        return { userId, endsAtMs };
      }),
  };
}
