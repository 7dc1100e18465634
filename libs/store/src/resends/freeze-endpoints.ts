import type { ResendPredicate } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { endpointsOf } from '../predicate/compile.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';

/**
 * Keeps the endpoints that a resend goes to. Disabled ones take part when they were named or when
 * there is no other, so that what they miss is seen as skipped. Runs inside a write transaction.
 */
export function createEndpointFreezer({
  connection,
}: Database): (resendId: number, predicate: ResendPredicate) => void {
  const statements = createStatementCache(connection);

  function freeze(resendId: number, predicate: ResendPredicate, which: 'enabled' | 'all'): number {
    const { text, parameters } = sql`
      INSERT INTO resend_endpoints (resend_id, endpoint_id, type_webhook)
      SELECT ${resendId}, n.id, n.type_webhook ${endpointsOf(predicate, which)}`;
    return statements(text).run(...parameters).changes;
  }

  return (resendId, predicate) => {
    const named = predicate.endpointIds.length > 0;
    if (named || freeze(resendId, predicate, 'enabled') === 0) freeze(resendId, predicate, 'all');
  };
}
