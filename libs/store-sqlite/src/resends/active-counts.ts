import { modeOf } from '@webhooks/domain';
import type { AcceptResend } from '@webhooks/domain';
import type { AcceptanceFacts } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/**
 * Counts the active bulk resends of a user and of an account, no further than the limits. Runs inside
 * the write transaction of the acceptance, so that no two requests take the same one. Resends of users
 * without access to the account are left out: nobody but the others could end them.
 */
export function createActiveCounts({
  connection,
}: Database): (request: AcceptResend) => AcceptanceFacts['active'] {
  const count = (index: string, column: string) =>
    connection
      .prepare<[number, number], number>(
        `SELECT count(*) FROM (SELECT 1 FROM resends AS r INDEXED BY ${index}
         CROSS JOIN account_users AS u ON u.account_id = r.account_id AND u.user_id = r.user_id
         WHERE r.${column} = ? AND r.object_reference_id IS NULL AND r.finished_at_ms IS NULL
         LIMIT ?)`,
      )
      .pluck();
  const byUser = count('resends_active_bulk_by_user', 'user_id');
  const byAccount = count('resends_active_bulk_by_account', 'account_id');

  return ({ selection, userId, accountId, limits: { perUser, perAccount } }) => {
    if (modeOf(selection) !== 'bulk') return { ofUser: null, ofAccount: null };
    return {
      ofUser: perUser === null ? null : (byUser.get(userId, perUser) ?? 0),
      ofAccount: perAccount === null ? null : (byAccount.get(accountId, perAccount) ?? 0),
    };
  };
}
