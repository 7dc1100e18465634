import type { ResendPredicate } from '@webhooks/domain';
import type { FrozenEndpoint } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';
import { createStatementCache } from '../sql/statement-cache.ts';
import { candidatesOf } from './compile.ts';

interface CandidateRow extends FrozenEndpoint {
  readonly enabled: 0 | 1;
}

/** An endpoint that takes part in a set. */
export interface ChosenEndpoint extends FrozenEndpoint {
  /** False: what it gets is skipped as long as it stays disabled. */
  readonly isEnabled: boolean;
}

/**
 * Chooses the endpoints that a set is frozen with. Disabled ones take part when they were named or
 * when there is no other, so that what they miss is seen as skipped.
 */
export function createEndpointChooser({
  connection,
}: Database): (predicate: ResendPredicate) => readonly ChosenEndpoint[] {
  const statements = createStatementCache(connection);

  return (predicate) => {
    const { text, parameters } = candidatesOf(predicate);
    const candidates = statements<CandidateRow>(text)
      .all(...parameters)
      .map(({ id, typeWebhook, enabled }) => ({ id, typeWebhook, isEnabled: enabled === 1 }));
    const enabled = candidates.filter(({ isEnabled }) => isEnabled);
    const isNamed = predicate.endpointIds.length > 0;
    return isNamed || enabled.length === 0 ? candidates : enabled;
  };
}
