import { DomainError, modeOf } from '@webhooks/domain';
import type { AcceptResend } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';

/** A resend in bulk seldom settles sooner. */
const retryAfterMs = 10_000;

/**
 * Says why one more bulk resend is too many, null when it is not. Runs inside the write transaction
 * of the acceptance, so that no two requests take the same place; counts no further than the limit.
 * Resends of users without access to the account are left out: nobody but the others could end them.
 */
export function createActiveLimits({
  connection,
}: Database): (request: AcceptResend) => DomainError | null {
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
    if (modeOf(selection) !== 'bulk') return null;
    if (perUser !== null && byUser.get(userId, perUser) === perUser) {
      return tooMany(`The user has ${perUser} active bulk resends, which is the limit`);
    }
    if (perAccount !== null && byAccount.get(accountId, perAccount) === perAccount) {
      return tooMany(`The account has ${perAccount} active bulk resends, which is the limit`);
    }
    return null;
  };
}

function tooMany(message: string): DomainError {
  return new DomainError('too_many_requests', message, { retryAfterMs });
}
