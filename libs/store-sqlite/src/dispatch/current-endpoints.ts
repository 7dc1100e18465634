import type { CurrentEndpoint, CurrentEndpointStore, PresentedIdentity } from '@webhooks/domain';

import {
  disabledReason,
  goneAtMs,
  isThere,
  selectEndpoint,
  toEndpoint,
} from '../catalog/endpoint-row.ts';
import type { EndpointRow } from '../catalog/endpoint-row.ts';
import { isUnproven } from '../catalog/endpoint-proofs.ts';
import { effectiveIdentity } from '../identities/effective-identity.ts';
import {
  createPresentedIdentities,
  type IdentityVersion,
} from '../identities/presented-identities.ts';
import type { Database } from '../sql/database.ts';

/** Endpoints kept in the clear; the ones used last. */
const maxKept = 1_000;

type Freshness = Pick<EndpointRow, 'revision' | 'disabled_at_ms' | 'gone_at_ms'> &
  IdentityVersion & { readonly is_unproven: 0 | 1 };

type Proof = Pick<CurrentEndpoint, 'isUnproven'>;

const proven: Proof = {};
const unproven: Proof = { isUnproven: true };

/** Endpoints as they are at this moment. Deciphers one again only when its revision moved. */
export function createCurrentEndpoints(
  database: Database,
): Pick<CurrentEndpointStore, 'loadEndpoint'> {
  const { connection, sealer } = database;
  const presented = createPresentedIdentities(database);
  const kept = new Map<string, CurrentEndpoint>();
  const freshness = connection.prepare<[string], Freshness>(
    `SELECT f.*, (SELECT i.revision FROM client_identities AS i WHERE i.name = f.identity)
       AS identity_revision
     FROM (SELECT e.revision, e.disabled_at_ms, ${goneAtMs} AS gone_at_ms,
             ${effectiveIdentity} AS identity, ${isUnproven} AS is_unproven
           FROM endpoints AS e WHERE e.id = ? AND ${isThere('e')}) AS f`,
  );
  const whole = connection.prepare<[string], EndpointRow>(`${selectEndpoint} WHERE e.id = ?`);

  function keep(id: string, endpoint: CurrentEndpoint): CurrentEndpoint {
    kept.delete(id);
    kept.set(id, endpoint);
    const [oldest] = kept.keys();
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    return endpoint;
  }

  function decipher(
    id: string,
    identity: PresentedIdentity | null,
    proof: Proof,
  ): CurrentEndpoint | null {
    const row = whole.get(id);
    if (row === undefined) return null;
    return keep(id, { ...toEndpoint(sealer, row), revision: row.revision, identity, ...proof });
  }

  return {
    async loadEndpoint(id) {
      const fresh = freshness.get(id);
      if (fresh === undefined) {
        kept.delete(id);
        return null;
      }
      const identity = presented(fresh);
      const known = kept.get(id);
      const proof = fresh.is_unproven === 1 ? unproven : proven;
      if (known?.revision !== fresh.revision) return decipher(id, identity, proof);
      const reason = disabledReason(fresh);
      const isSame =
        known.disabledReason === reason &&
        known.identity === identity &&
        known.isUnproven === proof.isUnproven;
      if (isSame) return keep(id, known);
      const { isUnproven: _, ...same } = known;
      return keep(id, { ...same, disabledReason: reason, identity, ...proof });
    },
  };
}
