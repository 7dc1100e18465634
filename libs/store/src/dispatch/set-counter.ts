import type { ResendPredicate } from '@webhooks/domain';

import type { Database } from '../database.ts';
import { deliveriesOf, endOfPart, eventsOf, wholeSpan } from '../predicate/compile.ts';
import type { EventKey, FrozenSet, Span } from '../predicate/frozen-set.ts';
import type { Sql } from '../sql/sql.ts';
import { sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';

/** Pairs of event and endpoint that one step looks at: a few milliseconds. */
const pairsPerStep = 20_000;
/** The same where each pair needs its latest outcome looked up. */
const lookedUpPairsPerStep = 4_000;

/** What one step counted, and where the next one begins; null at the end. */
export interface CountedPart {
  readonly count: number;
  readonly next: EventKey | null;
}

/** Counts sets in steps that do not block. */
export interface SetCounter {
  deliveries(set: FrozenSet, from: EventKey | null): CountedPart;
  /** Events of a predicate, whether or not an endpoint wants them. */
  events(predicate: ResendPredicate, from: EventKey | null): CountedPart;
}

/** Counts along the walk of the predicate, on indexes alone. */
export function createSetCounter({ connection }: Database): SetCounter {
  const statements = createStatementCache(connection);
  const endpointCount = connection
    .prepare<[number], number>(`SELECT count(*) FROM resend_endpoints WHERE resend_id = ?`)
    .pluck();

  function part(
    predicate: ResendPredicate,
    from: EventKey | null,
    events: number,
    source: (span: Span) => Sql,
  ): CountedPart {
    const whole = wholeSpan(predicate);
    const rest = { ...whole, after: from ?? whole.after };
    const end = endOfPart(predicate, rest, events);
    const next = statements<EventKey>(end.text).get(...end.parameters) ?? null;
    const counted = sql`SELECT count(*) AS count
      ${source({ after: rest.after, through: next ?? rest.through })}`;
    const row = statements<{ count: number }>(counted.text).get(...counted.parameters);
    return { count: row?.count ?? 0, next };
  }

  return {
    deliveries(set, from) {
      const { predicate, resendId } = set;
      const pairs = predicate.deliveryState === 'ALL' ? pairsPerStep : lookedUpPairsPerStep;
      const events = Math.ceil(pairs / Math.max(1, endpointCount.get(resendId) ?? 1));
      return part(predicate, from, events, (span) => deliveriesOf(set, span));
    },
    events: (predicate, from) =>
      part(predicate, from, pairsPerStep, (span) => eventsOf(predicate, span)),
  };
}
