import type { FrozenEndpoint, FrozenSet, ResendRow } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createEndpointChooser } from '../predicate/choose-endpoints.ts';

/**
 * Keeps the endpoints that a resend goes to; a retry goes to those of what it retries. Runs inside a
 * write transaction.
 */
export function createEndpointFreezer(
  database: Database,
): (resend: Pick<ResendRow, 'id' | 'deliver_to'>, set: FrozenSet) => void {
  const { connection } = database;
  const choose = createEndpointChooser(database);
  const insertInto = (table: string) =>
    connection.prepare<[number, string]>(
      `INSERT INTO ${table} (resend_id, endpoint_id, type_webhook)
       SELECT ?, value ->> 0, value ->> 1 FROM json_each(?)`,
    );
  const keep = insertInto('resend_endpoints');
  const keepReplaced = insertInto('resend_replaced_endpoints');
  // What is retried is what failed there, unless that was not counted by endpoint yet.
  const copy = connection.prepare<[number, number]>(
    `INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook, counted)
     SELECT ?, p.endpoint_id, p.type_webhook, CASE WHEN EXISTS (
         SELECT 1 FROM resend_endpoints AS o WHERE o.resend_id = p.resend_id AND o.planned > 0)
       THEN p.failed END
     FROM resend_endpoints AS p WHERE p.resend_id = ?`,
  );

  return ({ id, deliver_to: deliverTo }, set) => {
    if (set.kind === 'retried') {
      copy.run(id, set.retryOfId);
      return;
    }
    const { endpoints, replaced } = choose(set.predicate, deliverTo);
    keep.run(id, rowsOf(endpoints));
    if (replaced !== null) keepReplaced.run(id, rowsOf(replaced));
  };
}

function rowsOf(endpoints: readonly FrozenEndpoint[]): string {
  return JSON.stringify(endpoints.map(({ id, typeWebhook }) => [id, typeWebhook]));
}
