import type { PresentedIdentity } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createIdentityTable } from './identity-table.ts';

/** Names an identity as it was at one of its revisions. */
export interface IdentityVersion {
  /** Null: none is used. */
  readonly identity: string | null;
  /** Null: there is none of that name. */
  readonly identity_revision: number | null;
}

/** Identities with their keys in the clear; each is deciphered again only when its revision moved. */
export function createPresentedIdentities(
  database: Database,
): (version: IdentityVersion) => PresentedIdentity | null {
  const table = createIdentityTable(database);
  // As many as there may be.
  const kept = new Map<string, { revision: number; identity: PresentedIdentity }>();

  return ({ identity: name, identity_revision: revision }) => {
    if (name === null || revision === null) return null;
    const known = kept.get(name);
    if (known?.revision === revision) return known.identity;
    const found = table.get(name);
    if (found === null) return null;
    const certificates = found.certificates.map((certificate, index) => ({
      ...certificate,
      privateKey: found.keys.ofCertificates[index] ?? '',
    }));
    const identity = { name, certificates };
    kept.set(name, { revision, identity });
    return identity;
  };
}
