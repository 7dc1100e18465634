import type { EventKey, SelectedSet, PreviewGroup, Span } from '@webhooks/store-kit';
import type { ResendPredicate, UndeliveredCounts } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import {
  deliveriesOf,
  deliveriesOfAnyState,
  eventsWithDeliveries,
  eventsWithNewer,
  lastOutcomeOf,
  standingOf,
} from '../predicate/compile.ts';
import type { Standing } from '../predicate/compile.ts';
import { createEndpointCount } from '../predicate/endpoint-count.ts';
import { createChunkFinder } from '../predicate/chunk-finder.ts';
import { sql } from '../sql/sql.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';

/** Pairs that stand alike, in the set or not. */
interface StandingGroup extends PreviewGroup {
  readonly standing: Standing;
}

/** What one step found, and where the next one begins; null at the end. */
export interface PreviewChunk {
  readonly groups: readonly PreviewGroup[];
  /** Events that the groups are of, each once. */
  readonly events: number;
  readonly undelivered: UndeliveredCounts;
  /** Events that have a newer one of their object outside; null unless the newest alone are wanted. */
  readonly newerOutside: number | null;
  readonly next: EventKey | null;
}

/** Looks at about so many pairs of event and endpoint of a set, and groups its deliveries. */
export type PreviewCounter = (
  set: SelectedSet,
  from: EventKey | null,
  pairs: number,
) => PreviewChunk;

/** Groups along the walk of the predicate; what is sorted is one part, never the set. */
export function createPreviewCounter(database: Database): PreviewCounter {
  const statements = createStatementCache(database.connection);
  const endpointCount = createEndpointCount(database);
  const findChunk = createChunkFinder(database);

  function groupsOf(set: SelectedSet, span: Span): StandingGroup[] {
    // What UNDELIVERED leaves out is counted, too.
    const isUndelivered = set.predicate.deliveryState === 'UNDELIVERED';
    const source = isUndelivered ? deliveriesOfAnyState(set, span) : deliveriesOf(set, span);
    const { text, parameters } = sql`SELECT e.type, t.endpoint_id AS endpointId,
        ${lastOutcomeOf(set)} AS lastOutcome, ${standingOf(set)} AS standing,
        count(*) AS deliveries,
        min(e.occurred_at_us) AS oldestUs, max(e.occurred_at_us) AS newestUs
      ${source} GROUP BY e.type, t.endpoint_id, lastOutcome, standing`;
    return statements<StandingGroup>(text).all(...parameters);
  }

  function count(source: Sql): number {
    const { text, parameters } = sql`SELECT count(*) AS count ${source}`;
    return statements<{ count: number }>(text).get(...parameters)?.count ?? 0;
  }

  return (set, from, pairs) => {
    const endpoints = endpointCount(set);
    const { span, next } = findChunk(set.predicate, from, Math.ceil(pairs / endpoints));
    const found = groupsOf(set, span);
    const groups = found.filter(({ standing }) => isInSet(standing, set.predicate));
    const isSimple = endpoints === 1 || groups.length === 0;
    const events = isSimple ? deliveriesIn(groups) : count(eventsWithDeliveries(set, span));
    const newerOutside = set.predicate.latestOnly ? count(eventsWithNewer(set, span)) : null;
    return { groups, events, undelivered: undeliveredCounts(found), newerOutside, next };
  };
}

function isInSet(standing: Standing, { includeInHand }: ResendPredicate): boolean {
  return standing === 'FREE' || (includeInHand && standing !== 'DELIVERED');
}

function undeliveredCounts(groups: readonly StandingGroup[]): UndeliveredCounts {
  const standing = (as: Standing) => deliveriesIn(groups.filter((group) => group.standing === as));
  return {
    alreadyDelivered: standing('DELIVERED'),
    heldByResend: standing('HELD'),
    retriedBySender: standing('RETRIED'),
  };
}

function deliveriesIn(groups: readonly PreviewGroup[]): number {
  return groups.reduce((sum, { deliveries }) => sum + deliveries, 0);
}
