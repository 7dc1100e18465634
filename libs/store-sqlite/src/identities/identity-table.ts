import type { ClientIdentity, DatedChain } from '@webhooks/domain';

import type { Database } from '../sql/database.ts';
import { sealKeys, unsealKeys, type IdentityKeys } from './identity-keys.ts';

interface IdentityRow {
  readonly name: string;
  readonly account_id: number | null;
  readonly default_of: number | null;
  readonly certificates: string;
  readonly signing_request: string | null;
  readonly sealed_keys: Buffer;
}

/** An identity with its keys. */
export interface StoredIdentity extends ClientIdentity {
  readonly keys: IdentityKeys;
}

/** Reads and writes single identities. Writing runs inside a write transaction. */
export interface IdentityTable {
  get(name: string): StoredIdentity | null;
  list(afterName: string, limit: number): readonly ClientIdentity[];
  count(): number;
  /** Name of the default of an account, or of all; null: there is none. */
  defaultOf(accountId: number | null): string | null;
  save(identity: StoredIdentity): void;
  remove(name: string): void;
  /** Whether an endpoint names it. */
  isInUse(name: string): boolean;
}

/** Prepares the statements of client_identities. */
export function createIdentityTable({ connection, sealer }: Database): IdentityTable {
  const columns = 'name, account_id, default_of, certificates, signing_request, sealed_keys';
  const byName = connection.prepare<[string], IdentityRow>(
    `SELECT ${columns} FROM client_identities WHERE name = ?`,
  );
  const behind = connection.prepare<[string, number], IdentityRow>(
    `SELECT ${columns} FROM client_identities WHERE name > ? ORDER BY name LIMIT ?`,
  );
  const count = connection.prepare<[], number>(`SELECT count(*) FROM client_identities`).pluck();
  const defaultOf = connection
    .prepare<[number], string>(`SELECT name FROM client_identities WHERE default_of = ?`)
    .pluck();
  const upsert = connection.prepare(
    `INSERT INTO client_identities (${columns}, revision) VALUES (?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (name) DO UPDATE SET default_of = excluded.default_of,
       certificates = excluded.certificates, signing_request = excluded.signing_request,
       sealed_keys = excluded.sealed_keys, revision = revision + 1`,
  );
  const remove = connection.prepare<[string]>(`DELETE FROM client_identities WHERE name = ?`);
  const user = connection.prepare<[string]>(
    `SELECT 1 FROM endpoints WHERE client_identity = ? LIMIT 1`,
  );

  return {
    get(name) {
      const row = byName.get(name);
      if (row === undefined) return null;
      return { ...toIdentity(row), keys: unsealKeys(sealer, name, row.sealed_keys) };
    },
    list: (afterName, limit) => behind.all(afterName, limit).map(toIdentity),
    count: () => count.get() ?? 0,
    defaultOf: (accountId) => defaultOf.get(accountId ?? 0) ?? null,
    save: ({ name, accountId, isDefault, certificates, signingRequest, keys }) =>
      void upsert.run(
        name,
        accountId,
        isDefault ? (accountId ?? 0) : null,
        JSON.stringify(certificates.map(({ chain, useFromMs }) => ({ chain, useFromMs }))),
        signingRequest,
        sealKeys(sealer, name, keys),
      ),
    remove: (name) => void remove.run(name),
    isInUse: (name) => user.get(name) !== undefined,
  };
}

function toIdentity(row: IdentityRow): ClientIdentity {
  return {
    name: row.name,
    accountId: row.account_id,
    isDefault: row.default_of !== null,
    certificates: JSON.parse(row.certificates) as readonly DatedChain[],
    signingRequest: row.signing_request,
  };
}
