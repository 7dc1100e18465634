import type { ResendPredicate } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createEndpointChooser } from '../predicate/choose-endpoints.ts';

/**
 * Keeps the endpoints that a resend goes to; a retry goes to those of what it retries. Runs inside a
 * write transaction.
 */
export function createEndpointFreezer(
  database: Database,
): (resendId: number, predicate: ResendPredicate) => void {
  const choose = createEndpointChooser(database);
  const keep = database.connection.prepare<[number, string, string]>(
    `INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook) VALUES (?, ?, ?)`,
  );

  const copy = database.connection.prepare<[number, number]>(
    `INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook)
     SELECT ?, endpoint_id, type_webhook FROM resend_endpoints WHERE resend_id = ?`,
  );

  return (resendId, predicate) => {
    if (predicate.retryOfId !== null) copy.run(resendId, predicate.retryOfId);
    else for (const { id, typeWebhook } of choose(predicate)) keep.run(resendId, id, typeWebhook);
  };
}
