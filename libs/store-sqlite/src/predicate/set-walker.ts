import type { PageLimit } from '@webhooks/domain';
import {
  decodeDeliveryCursor,
  decodeRetriedCursor,
  encodeCursor,
  readPage,
} from '@webhooks/store-kit';
import type {
  DeliveryCursor,
  EventKey,
  FoundDelivery,
  FrozenSet,
  SelectedSet,
} from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { deliveriesBehind, endOfChunk, wholeSpan } from './compile.ts';
import { createEndpointCount } from './endpoint-count.ts';
import { createRetriedDeliveries } from './retried-deliveries.ts';

/** Pairs of event and endpoint looked at for each delivery that is asked for. */
const pairsPerRow = 4;

/** Deliveries of a set in its order, and where to continue; null at the end. */
export interface WalkedPage {
  readonly found: readonly FoundDelivery[];
  readonly next: string | null;
}

/**
 * Walks a set page by page. Where matches are rare a page ends before its limit, so that no page
 * takes long; it may be empty without being the last.
 */
export function createSetWalker(
  database: Database,
): (set: FrozenSet, cursor: string | null, limit: PageLimit) => WalkedPage {
  const statements = createStatementCache(database.connection);
  const endpointCount = createEndpointCount(database);
  const retried = createRetriedDeliveries(database);

  function walkEvents(set: SelectedSet, from: DeliveryCursor | null, limit: PageLimit) {
    const { after, through } = wholeSpan(set.predicate);
    const cursor = from ?? { ...after, endpointId: null };
    const events = Math.ceil((limit.rows * pairsPerRow) / endpointCount(set));
    const ending = endOfChunk(set.predicate, { after: cursor, through }, events);
    const end = statements<EventKey>(ending.text).get(...ending.parameters);

    const { text, parameters } =
      sql`SELECT e.seq, t.endpoint_id, e.id AS event_id, e.type AS event_type,
        e.object_reference_id, e.occurred_at_us, e.payload
      ${deliveriesBehind(set, cursor, end ?? through)} LIMIT ${limit.rows}`;
    const page = readPage(statements<FoundDelivery>(text).iterate(...parameters), limit);
    const last = page.rows.at(-1);
    if (page.isCut && last !== undefined) return { found: page.rows, next: cursorOf(last) };
    return { found: page.rows, next: end === undefined ? null : { ...end, endpointId: null } };
  }

  return (set, cursor, limit) => {
    const { found, next } =
      set.kind === 'selected'
        ? walkEvents(set, decodeDeliveryCursor(cursor), limit)
        : retried.page(set.retryOfId, decodeRetriedCursor(cursor), limit);
    return { found, next: encodeCursor(next) };
  };
}

function cursorOf({ occurred_at_us: occurredAtUs, seq, endpoint_id: endpointId }: FoundDelivery) {
  return { occurredAtUs, seq, endpointId };
}
