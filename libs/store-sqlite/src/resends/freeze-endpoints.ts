import type { FrozenSet } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createEndpointChooser } from '../predicate/choose-endpoints.ts';

/**
 * Keeps the endpoints that a resend goes to; a retry goes to those of what it retries. Runs inside a
 * write transaction.
 */
export function createEndpointFreezer(
  database: Database,
): (resendId: number, set: FrozenSet) => void {
  const choose = createEndpointChooser(database);
  const keep = database.connection.prepare<[number, string, string]>(
    `INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook) VALUES (?, ?, ?)`,
  );

  const copy = database.connection.prepare<[number, number]>(
    `INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook)
     SELECT ?, endpoint_id, type_webhook FROM resend_endpoints WHERE resend_id = ?`,
  );

  return (resendId, set) => {
    if (set.kind === 'retried') {
      copy.run(resendId, set.retryOfId);
      return;
    }
    for (const { id, typeWebhook } of choose(set.predicate)) keep.run(resendId, id, typeWebhook);
  };
}
