import type { ResendPredicate } from '@webhooks/domain';
import type { CountPlace, EventKey, FrozenSet, RetriedPlace } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import type { Sql } from '../sql/sql.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { deliveriesOf, eventsOf } from './compile.ts';
import { createEndpointCount } from './endpoint-count.ts';
import { createPartFinder } from './chunk-finder.ts';
import type { WalkPart } from './chunk-finder.ts';
import { createRetriedDeliveries } from './retried-deliveries.ts';

/** Pairs of event and endpoint that one step looks at: a few milliseconds. */
const pairsPerStep = 20_000;
/** The same where each pair needs its latest outcome looked up. */
const lookedUpPairsPerStep = 4_000;

/** What one step counted, and where the next one begins; null at the end. */
export interface CountedPart {
  readonly count: number;
  readonly next: CountPlace | null;
}

/** Counts sets in steps that do not block. */
export interface SetCounter {
  deliveries(set: FrozenSet, from: CountPlace | null): CountedPart;
  /** Events of a predicate, whether or not an endpoint wants them. */
  events(predicate: ResendPredicate, from: CountPlace | null): CountedPart;
}

/** Counts along the walk of the predicate, on indexes alone. */
export function createSetCounter(database: Database): SetCounter {
  const statements = createStatementCache(database.connection);
  const endpointCount = createEndpointCount(database);
  const findPart = createPartFinder(database);
  const retried = createRetriedDeliveries(database);

  function counted({ next }: WalkPart, source: Sql): CountedPart {
    const { text, parameters } = sql`SELECT count(*) AS count ${source}`;
    const row = statements<{ count: number }>(text).get(...parameters);
    return { count: row?.count ?? 0, next };
  }

  return {
    deliveries(set, from) {
      const { predicate } = set;
      const { retryOfId } = predicate;
      if (retryOfId !== null) return retried.count(retryOfId, from as RetriedPlace | null);
      const pairs = predicate.deliveryState === 'ALL' ? pairsPerStep : lookedUpPairsPerStep;
      const part = findPart(
        predicate,
        from as EventKey | null,
        Math.ceil(pairs / endpointCount(set)),
      );
      return counted(part, deliveriesOf(set, part.span));
    },
    events(predicate, from) {
      const part = findPart(predicate, from as EventKey | null, pairsPerStep);
      return counted(part, eventsOf(predicate, part.span));
    },
  };
}
