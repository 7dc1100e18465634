import type { CurrentEndpoint, CurrentEndpointStore } from '@webhooks/domain';

import { disabledReason, goneAtMs, selectEndpoint, toEndpoint } from '../catalog/endpoint-row.ts';
import type { EndpointRow } from '../catalog/endpoint-row.ts';
import type { Database } from '../sql/database.ts';

/** Endpoints kept in the clear; the ones used last. */
const maxKept = 1_000;

type Freshness = Pick<EndpointRow, 'revision' | 'disabled_at_ms' | 'gone_at_ms'>;

/** Endpoints as they are at this moment. Deciphers one again only when its revision moved. */
export function createCurrentEndpoints({
  connection,
  sealer,
}: Database): Pick<CurrentEndpointStore, 'loadEndpoint'> {
  const kept = new Map<string, CurrentEndpoint>();
  const freshness = connection.prepare<[string], Freshness>(
    `SELECT e.revision, e.disabled_at_ms, ${goneAtMs} AS gone_at_ms
     FROM endpoints AS e WHERE e.id = ?`,
  );
  const whole = connection.prepare<[string], EndpointRow>(`${selectEndpoint} WHERE e.id = ?`);

  function keep(id: string, endpoint: CurrentEndpoint): CurrentEndpoint {
    kept.delete(id);
    kept.set(id, endpoint);
    const [oldest] = kept.keys();
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    return endpoint;
  }

  function decipher(id: string): CurrentEndpoint | null {
    const row = whole.get(id);
    if (row === undefined) return null;
    return keep(id, { ...toEndpoint(sealer, row), revision: row.revision });
  }

  return {
    async loadEndpoint(id) {
      const fresh = freshness.get(id);
      if (fresh === undefined) return null;
      const known = kept.get(id);
      if (known?.revision !== fresh.revision) return decipher(id);
      const reason = disabledReason(fresh);
      return keep(
        id,
        known.disabledReason === reason ? known : { ...known, disabledReason: reason },
      );
    },
  };
}
