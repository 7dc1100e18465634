import type { SelectedSet } from '@webhooks/store-kit';

import type { Database } from '../sql/database.ts';

/** Says how many endpoints a set has, one at least: each event of a walk meets all of them. */
export function createEndpointCount({ connection }: Database): (set: SelectedSet) => number {
  const kept = connection
    .prepare<[number], number>(`SELECT count(*) FROM resend_endpoints WHERE resend_id = ?`)
    .pluck();

  return ({ endpoints }) => {
    const count = 'given' in endpoints ? endpoints.given.length : kept.get(endpoints.resendId);
    return Math.max(1, count ?? 0);
  };
}
