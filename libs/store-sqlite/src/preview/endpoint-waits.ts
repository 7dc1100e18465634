import type { EndpointWait } from '@webhooks/store-kit';

import { isUnproven } from '../catalog/endpoint-proofs.ts';
import type { Database } from '../sql/database.ts';

interface Row {
  readonly endpointId: string;
  /** Null while its breaker is closed. */
  readonly retryAtMs: number | null;
  readonly is_unproven: 0 | 1;
}

/** Reads which of some endpoints take nothing now: their breaker is not closed, or their URL not proven. */
export function createEndpointWaits({
  connection,
}: Database): (endpointIds: readonly string[]) => ReadonlyMap<string, EndpointWait> {
  const find = connection.prepare<[string], Row>(
    `SELECT e.id AS endpointId, ${isUnproven} AS is_unproven,
       (SELECT b.retry_at_ms FROM endpoint_breakers AS b WHERE b.endpoint_id = e.id) AS retryAtMs
     FROM json_each(?) CROSS JOIN endpoints AS e ON e.id = json_each.value`,
  );

  function waitOf({ is_unproven, retryAtMs }: Row): EndpointWait | null {
    // Nothing is tried before the proof.
    if (is_unproven === 1) return { waitingFor: 'verification', nextTestAtMs: null };
    return retryAtMs === null ? null : { waitingFor: 'breaker', nextTestAtMs: retryAtMs };
  }

  return (endpointIds) =>
    new Map(
      find.all(JSON.stringify(endpointIds)).flatMap((row) => {
        const wait = waitOf(row);
        return wait === null ? [] : [[row.endpointId, wait] as const];
      }),
    );
}
