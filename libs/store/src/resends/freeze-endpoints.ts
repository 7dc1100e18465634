import type { ResendPredicate } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { createEndpointChooser } from '../predicate/choose-endpoints.ts';

/** Keeps the endpoints that a resend goes to. Runs inside a write transaction. */
export function createEndpointFreezer(
  database: Database,
): (resendId: number, predicate: ResendPredicate) => void {
  const choose = createEndpointChooser(database);
  const keep = database.connection.prepare<[number, string, string]>(
    `INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook) VALUES (?, ?, ?)`,
  );

  return (resendId, predicate) => {
    for (const { id, typeWebhook } of choose(predicate)) keep.run(resendId, id, typeWebhook);
  };
}
