import type { ResendSelection } from '@webhooks/domain';
import type { NamedEndpoint, NamedEndpoints } from '@webhooks/store-kit';

import { disabledReason, goneAtMs, isThere } from '../catalog/endpoint-row.ts';
import type { EndpointRow } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';

type Row = Pick<EndpointRow, 'disabled_at_ms' | 'gone_at_ms' | 'is_test'>;

/** Reads the endpoints that a request names, as they are now: those of the account. */
export function createNamedEndpoints({
  connection,
}: Database): (
  accountId: number,
  selection: Pick<ResendSelection, 'endpointIds'>,
  deliverTo: string | null,
) => NamedEndpoints {
  const find = connection.prepare<[string, number], Row>(
    `SELECT e.is_test, e.disabled_at_ms, ${goneAtMs} AS gone_at_ms FROM endpoints AS e
     WHERE e.id = ? AND e.account_id = ? AND ${isThere('e')}`,
  );

  return (accountId, { endpointIds }, deliverTo) => {
    const read = (id: string): NamedEndpoint => {
      const row = find.get(id, accountId);
      if (row === undefined) return { id, found: null };
      return {
        id,
        found: { isTest: row.is_test === 1, isEnabled: disabledReason(row) === null },
      };
    };
    return {
      selected: endpointIds.map(read),
      deliverTo: deliverTo === null ? null : read(deliverTo),
    };
  };
}
