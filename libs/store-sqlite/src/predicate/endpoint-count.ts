import type { SelectedSet, SetEndpoints } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/**
 * Says how many endpoints each event of a walk meets, one at least: those of the set, or those in whose
 * place it goes to one.
 */
export function createEndpointCount({ connection }: Database): (set: SelectedSet) => number {
  const kept = connection
    .prepare<[number], number>(`SELECT count(*) FROM resend_endpoints WHERE resend_id = ?`)
    .pluck();
  const replacedOnes = connection
    .prepare<[number], number>(`SELECT count(*) FROM resend_replaced_endpoints WHERE resend_id = ?`)
    .pluck();

  function count(endpoints: SetEndpoints, statement: typeof kept): number {
    return 'given' in endpoints ? endpoints.given.length : (statement.get(endpoints.resendId) ?? 0);
  }

  return ({ endpoints, replaced }) =>
    Math.max(1, replaced === null ? count(endpoints, kept) : count(replaced, replacedOnes));
}
