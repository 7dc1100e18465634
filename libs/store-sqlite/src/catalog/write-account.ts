import {
  FIRST_PORTAL_USER_ID,
  LAST_PORTAL_USER_ID,
  type Account,
  type CatalogWriteResult,
} from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Creates an account or replaces its fields and its users. Runs inside a write transaction. */
export function createAccountWriter({
  connection,
}: Database): (account: Account) => CatalogWriteResult {
  const owner = connection
    .prepare<[string, string], number>(
      `SELECT id FROM accounts WHERE branch_identifier = ? AND number = ?`,
    )
    .pluck();
  const upsert = connection.prepare<[number, string, string, string | null]>(
    `INSERT INTO accounts (id, branch_identifier, number, name) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE
     SET branch_identifier = excluded.branch_identifier, number = excluded.number,
       name = excluded.name`,
  );
  const removeUsers = connection.prepare<[number]>(
    // What a portal link gave is not the importer's to take.
    `DELETE FROM account_users WHERE account_id = ?
       AND user_id NOT BETWEEN ${FIRST_PORTAL_USER_ID} AND ${LAST_PORTAL_USER_ID}`,
  );
  const addUser = connection.prepare<[number, number]>(
    `INSERT INTO account_users (account_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING`,
  );

  return ({ id, branchIdentifier, number, userIds, name = null }) => {
    const ownerId = owner.get(branchIdentifier, number);
    if (ownerId !== undefined && ownerId !== id) {
      return {
        field: 'account.number',
        message: `is, with its branch, the number of account ${ownerId} already`,
      };
    }
    upsert.run(id, branchIdentifier, number, name);
    removeUsers.run(id);
    for (const userId of userIds) addUser.run(id, userId);
    return null;
  };
}
