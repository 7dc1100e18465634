import type { CountByEndpoint, ResendPredicate } from '@webhooks/domain';
import { decodeEventKey, decodeRetriedCursor, encodeCursor } from '@webhooks/store-kit';
import type { FrozenSet, SelectedSet } from '@webhooks/store-kit';

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
/** The same where each pair needs its latest outcome looked up, or what is newer. */
const lookedUpPairsPerStep = 4_000;

/** What one step counted, and where the next one begins; null at the end. */
export interface CountedChunk {
  readonly count: number;
  readonly next: string | null;
}

/** What one step counted of deliveries. */
export interface CountedDeliveries extends CountedChunk {
  /** Empty where the set has one endpoint, and for a retry. */
  readonly byEndpoint: CountByEndpoint;
}

/** Counts sets in steps that do not block; a cursor is null at the start. */
export interface SetCounter {
  deliveries(set: FrozenSet, cursor: string | null): CountedDeliveries;
  /** Events of a predicate, whether or not an endpoint wants them. */
  events(predicate: ResendPredicate, cursor: string | null): CountedChunk;
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
    return { count: row?.count ?? 0, next: encodeCursor(next) };
  }

  /** Those of an endpoint that has none are left out. */
  function countedByEndpoint({ next }: WalkChunk, source: Sql): CountedDeliveries {
    const { text, parameters } = sql`SELECT t.endpoint_id AS endpointId, count(*) AS count
      ${source} GROUP BY t.endpoint_id`;
    const rows = statements<{ endpointId: string; count: number }>(text).all(...parameters);
    return {
      count: rows.reduce((sum, { count }) => sum + count, 0),
      byEndpoint: new Map(rows.map(({ endpointId, count }) => [endpointId, count])),
      next: encodeCursor(next),
    };
  }

  function countSelected(set: SelectedSet, cursor: string | null): CountedDeliveries {
    const { predicate } = set;
    const isLookedUp = predicate.deliveryState !== 'ALL' || predicate.latestOnly;
    const pairs = isLookedUp ? lookedUpPairsPerStep : pairsPerStep;
    const endpoints = endpointCount(set);
    const events = Math.ceil(pairs / endpoints);
    const chunk = findChunk(predicate, decodeEventKey(cursor), events);
    const source = deliveriesOf(set, chunk.span);
    if (endpoints > 1) return countedByEndpoint(chunk, source);
    return { ...counted(chunk, source), byEndpoint: new Map() };
  }

  return {
    deliveries(set, cursor) {
      if (set.kind === 'selected') return countSelected(set, cursor);
      const { count, next } = retried.count(set.retryOfId, decodeRetriedCursor(cursor));
      // By endpoint they were counted when they did not succeed.
      return { count, byEndpoint: new Map(), next: encodeCursor(next) };
    },
    events(predicate, cursor) {
      const chunk = findChunk(predicate, decodeEventKey(cursor), pairsPerStep);
      return counted(chunk, eventsOf(predicate, chunk.span));
    },
  };
}
