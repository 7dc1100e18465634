import type { CatalogStore, ResendType } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** Resolves what users name to accounts that they have access to. */
export function createAccountFinders({
  connection,
}: Database): Pick<CatalogStore, 'haveAccess' | 'findAccount' | 'findObjectAccount'> {
  const access = connection
    .prepare<[string], number>(
      `SELECT EXISTS (SELECT 1 FROM account_users WHERE account_id = json_each.value ->> 0
         AND user_id = json_each.value ->> 1) FROM json_each(?)`,
    )
    .pluck();
  const byNumber = connection
    .prepare<[string, string, number], number>(
      `SELECT a.id FROM accounts AS a
       JOIN account_users AS u ON u.account_id = a.id
       WHERE a.branch_identifier = ? AND a.number = ? AND u.user_id = ?`,
    )
    .pluck();
  const byObject = connection
    .prepare<[ResendType, number, number], number>(
      `SELECT o.account_id FROM objects AS o
       JOIN account_users AS u ON u.account_id = o.account_id
       WHERE o.resend_type = ? AND o.object_reference_id = ? AND u.user_id = ?`,
    )
    .pluck();

  return {
    async haveAccess(pairs) {
      const asked = pairs.map(({ accountId, userId }) => [accountId, userId]);
      return access.all(JSON.stringify(asked)).map(Boolean);
    },
    findAccount: async ({ branchIdentifier, number }, userId) =>
      byNumber.get(branchIdentifier, number, userId) ?? null,
    findObjectAccount: async (resendType, objectReferenceId, userId) =>
      byObject.get(resendType, objectReferenceId, userId) ?? null,
  };
}
