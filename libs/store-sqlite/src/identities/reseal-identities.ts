import type { Database } from '../sql/database.ts';
import { ownerOf } from './identity-keys.ts';

interface SealedRow {
  readonly name: string;
  readonly sealed_keys: Buffer;
}

/** Seals the keys of identities that lie sealed with an older key anew, and says of how many. */
export function createIdentityResealer(database: Database): () => number {
  const { connection, sealer } = database;
  const all = connection.prepare<[], SealedRow>(`SELECT name, sealed_keys FROM client_identities`);
  const replace = connection.prepare<[Buffer, string, Buffer]>(
    `UPDATE client_identities SET sealed_keys = ? WHERE name = ? AND sealed_keys = ?`,
  );

  return () => {
    const old = all.all().filter(({ sealed_keys: sealed }) => !sealer.isCurrent(sealed));
    if (old.length === 0) return 0;
    database.write(() => {
      for (const { name, sealed_keys: sealed } of old) {
        const owner = ownerOf(name);
        replace.run(sealer.seal(sealer.unseal(sealed, owner), owner), name, sealed);
      }
    });
    return old.length;
  };
}
