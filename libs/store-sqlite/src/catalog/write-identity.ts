import type { CatalogWriteResult, IdentityRefusal, ImportedClientIdentity } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { createIdentityWriter } from '../identities/identity-writer.ts';
import type { Doing } from '../audit/doing.ts';

/** Creates a client identity or puts its certificate in front. Runs inside a write transaction. */
export function createImportedIdentityWriter(
  database: Database,
): (identity: ImportedClientIdentity, doing: Doing) => CatalogWriteResult {
  const writer = createIdentityWriter(database);

  return (identity, doing) => {
    const wanted = { ...identity, useFromMs: doing.atMs };
    const result = writer.putCertificate(wanted, () => false, doing);
    return typeof result === 'string' ? violations[result] : null;
  };
}

const violations = {
  account_unknown: { field: 'client_identity.account_id', message: 'is not a known account' },
  other_account: {
    field: 'client_identity.account_id',
    message: 'is not the account of the identity',
  },
  other_default: {
    field: 'client_identity.is_default',
    message: 'another identity is the default there',
  },
  too_many: { field: 'client_identity.name', message: 'is one more than there may be' },
  no_key: { field: 'client_identity.private_key', message: 'is required' },
  unknown: null,
  in_use: null,
} as const satisfies Record<IdentityRefusal, CatalogWriteResult>;
