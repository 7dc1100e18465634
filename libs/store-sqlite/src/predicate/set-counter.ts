import type { ResendPredicate } from '@webhooks/domain';
import type { CountCursor, EventKey, FrozenSet, RetriedCursor } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import type { Sql } from '../sql/sql.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { deliveriesOf, eventsOf } from './compile.ts';
import { createEndpointCount } from './endpoint-count.ts';
import { createChunkFinder } from './chunk-finder.ts';
import type { WalkChunk } from './chunk-finder.ts';
import { createRetriedDeliveries } from './retried-deliveries.ts';

/** Pairs of event and endpoint that one step looks at: a few milliseconds. */
const pairsPerStep = 20_000;
/** The same where each pair needs its latest outcome looked up. */
const lookedUpPairsPerStep = 4_000;

/** What one step counted, and where the next one begins; null at the end. */
export interface CountedChunk {
  readonly count: number;
  readonly next: CountCursor | null;
}

/** Counts sets in steps that do not block. */
export interface SetCounter {
  deliveries(set: FrozenSet, from: CountCursor | null): CountedChunk;
  /** Events of a predicate, whether or not an endpoint wants them. */
  events(predicate: ResendPredicate, from: CountCursor | null): CountedChunk;
}

/** Counts along the walk of the predicate, on indexes alone. */
export function createSetCounter(database: Database): SetCounter {
  const statements = createStatementCache(database.connection);
  const endpointCount = createEndpointCount(database);
  const findChunk = createChunkFinder(database);
  const retried = createRetriedDeliveries(database);

  function counted({ next }: WalkChunk, source: Sql): CountedChunk {
    const { text, parameters } = sql`SELECT count(*) AS count ${source}`;
    const row = statements<{ count: number }>(text).get(...parameters);
    return { count: row?.count ?? 0, next };
  }

  return {
    deliveries(set, from) {
      const { predicate } = set;
      const { retryOfId } = predicate;
      if (retryOfId !== null) return retried.count(retryOfId, from as RetriedCursor | null);
      const pairs = predicate.deliveryState === 'ALL' ? pairsPerStep : lookedUpPairsPerStep;
      const chunk = findChunk(
        predicate,
        from as EventKey | null,
        Math.ceil(pairs / endpointCount(set)),
      );
      return counted(chunk, deliveriesOf(set, chunk.span));
    },
    events(predicate, from) {
      const chunk = findChunk(predicate, from as EventKey | null, pairsPerStep);
      return counted(chunk, eventsOf(predicate, chunk.span));
    },
  };
}
