import type { ResendPredicate } from '@webhooks/domain';
import type { FrozenEndpoint } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import type { Sql } from '../sql/sql.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { candidatesOf, targetOf } from './compile.ts';

interface CandidateRow extends FrozenEndpoint {
  readonly enabled: 0 | 1;
}

/** An endpoint that takes part in a set. */
export interface ChosenEndpoint extends FrozenEndpoint {
  /** False: what it gets is skipped as long as it stays disabled. */
  readonly isEnabled: boolean;
}

/** Where a set goes. */
export interface ChosenEndpoints {
  readonly endpoints: readonly ChosenEndpoint[];
  /** Those that would get it, where a test endpoint gets it in their place; null: it goes as selected. */
  readonly replaced: readonly ChosenEndpoint[] | null;
}

/**
 * Chooses the endpoints that a set is frozen with. Disabled ones take part when they were named or
 * when there is no other, so that what they miss is seen as skipped.
 */
export function createEndpointChooser({
  connection,
}: Database): (predicate: ResendPredicate, deliverTo: string | null) => ChosenEndpoints {
  const statements = createStatementCache(connection);

  function read({ text, parameters }: Sql): ChosenEndpoint[] {
    return statements<CandidateRow>(text)
      .all(...parameters)
      .map(({ id, typeWebhook, enabled }) => ({ id, typeWebhook, isEnabled: enabled === 1 }));
  }

  return (predicate, deliverTo) => {
    const candidates = read(candidatesOf(predicate));
    const enabled = candidates.filter(({ isEnabled }) => isEnabled);
    const isNamed = predicate.endpointIds.length > 0;
    const chosen = isNamed || enabled.length === 0 ? candidates : enabled;
    return deliverTo === null
      ? { endpoints: chosen, replaced: null }
      : { endpoints: read(targetOf(deliverTo)), replaced: chosen };
  };
}
