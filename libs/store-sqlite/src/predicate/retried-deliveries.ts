import type { PageLimit } from '@webhooks/domain';
import { readPage } from '@webhooks/store-kit';
import type { FoundDelivery, RetriedCursor } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { eventOfRetried, retriedBehind } from './compile.ts';

/** Deliveries that one step counts, along an index that holds nothing else. */
const countedPerStep = 20_000;

/** The set of a retry: what did not succeed in a settled resend, in its order there. */
export interface RetriedDeliveries {
  page(
    retryOfId: number,
    from: RetriedCursor | null,
    limit: PageLimit,
  ): { readonly found: readonly FoundDelivery[]; readonly next: RetriedCursor | null };
  count(
    retryOfId: number,
    from: RetriedCursor | null,
  ): { readonly count: number; readonly next: RetriedCursor | null };
}

/** Walks over the failures alone: a retry of three out of a million deliveries looks at three. */
export function createRetriedDeliveries({ connection }: Database): RetriedDeliveries {
  const statements = createStatementCache(connection);

  return {
    page(retryOfId, from, limit) {
      const { text, parameters } =
        sql`SELECT d.position, e.seq, d.endpoint_id, e.id AS event_id, e.type AS event_type,
          e.object_reference_id, e.occurred_at_us, e.payload
        ${retriedBehind(retryOfId, from, eventOfRetried)} ORDER BY d.position LIMIT ${limit.rows}`;
      const rows = statements<FoundDelivery & RetriedCursor>(text).iterate(...parameters);
      const { rows: found, isCut } = readPage(rows, limit);
      const last = found.at(-1);
      return { found, next: isCut && last !== undefined ? { position: last.position } : null };
    },
    count(retryOfId, from) {
      const { text, parameters } = sql`SELECT count(*) AS count, max(position) AS position
        FROM (SELECT d.position ${retriedBehind(retryOfId, from)}
          ORDER BY d.position LIMIT ${countedPerStep})`;
      const chunk = statements<{ count: number } & RetriedCursor>(text).get(...parameters);
      const { count, position } = chunk ?? { count: 0, position: 0 };
      return { count, next: count === countedPerStep ? { position } : null };
    },
  };
}
