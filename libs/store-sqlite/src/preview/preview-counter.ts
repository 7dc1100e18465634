import type { EventKey, FrozenSet, PreviewGroup, Span } from '@webhooks/store-kit';

import type { Database } from '../database.ts';
import { deliveriesOf, eventsWithDeliveries, lastOutcomeOf } from '../predicate/compile.ts';
import { createEndpointCount } from '../predicate/endpoint-count.ts';
import { createPartFinder } from '../predicate/part-finder.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';

/** What one step found, and where the next one begins; null at the end. */
export interface PreviewPart {
  readonly groups: readonly PreviewGroup[];
  /** Events that the groups are of, each once. */
  readonly events: number;
  readonly next: EventKey | null;
}

/** Looks at about so many pairs of event and endpoint of a set, and groups its deliveries. */
export type PreviewCounter = (set: FrozenSet, from: EventKey | null, pairs: number) => PreviewPart;

/** Groups along the walk of the predicate; what is sorted is one part, never the set. */
export function createPreviewCounter(database: Database): PreviewCounter {
  const statements = createStatementCache(database.connection);
  const endpointCount = createEndpointCount(database);
  const findPart = createPartFinder(database);

  function groupsOf(set: FrozenSet, span: Span): PreviewGroup[] {
    const { text, parameters } = sql`SELECT e.type, t.endpoint_id AS endpointId,
        ${lastOutcomeOf(set)} AS lastOutcome, count(*) AS deliveries,
        min(e.occurred_at_us) AS oldestUs, max(e.occurred_at_us) AS newestUs
      ${deliveriesOf(set, span)} GROUP BY e.type, t.endpoint_id, lastOutcome`;
    return statements<PreviewGroup>(text).all(...parameters);
  }

  function eventsIn(set: FrozenSet, span: Span): number {
    const { text, parameters } = sql`SELECT count(*) AS count ${eventsWithDeliveries(set, span)}`;
    return statements<{ count: number }>(text).get(...parameters)?.count ?? 0;
  }

  return (set, from, pairs) => {
    const endpoints = endpointCount(set);
    const { span, next } = findPart(set.predicate, from, Math.ceil(pairs / endpoints));
    const groups = groupsOf(set, span);
    const isSimple = endpoints === 1 || groups.length === 0;
    const events = isSimple
      ? groups.reduce((sum, { deliveries }) => sum + deliveries, 0)
      : eventsIn(set, span);
    return { groups, events, next };
  };
}
