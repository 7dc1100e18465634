import { DomainError, resendNotFound } from '@webhooks/domain';
import type { AcceptResend } from '@webhooks/domain';
import { areDeliveriesPruned } from '@webhooks/store-kit';
import type { ResendRow } from '@webhooks/store-kit';

import { createAccessCheck } from '../catalog/access.ts';
import type { Database } from '../sql/database.ts';

/**
 * Says why what failed in a resend cannot be retried, null when it can or nothing is to be retried.
 * Runs inside the write transaction of the acceptance: from there on the deliveries stay.
 */
export function createRetryRefusal(
  database: Database,
): (request: AcceptResend) => DomainError | null {
  const hasAccess = createAccessCheck(database);
  const find = database.connection.prepare<[number], ResendRow>(
    `SELECT * FROM resends WHERE id = ?`,
  );

  return ({ retryOfId, userId }) => {
    if (retryOfId === null) return null;
    const retried = find.get(retryOfId);
    if (retried === undefined || !hasAccess(retried.account_id, userId)) return resendNotFound();
    if (retried.finished_at_ms === null) {
      return new DomainError('resend_not_settled', 'Resend is not settled yet');
    }
    if (retried.failed > 0 && areDeliveriesPruned(retried)) {
      return new DomainError('deliveries_pruned', 'Deliveries of this resend are no longer kept');
    }
    return null;
  };
}
