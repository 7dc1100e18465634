import type { Database } from '../sql/database.ts';
import { createIdentityResealer } from '../identities/reseal-identities.ts';
import { resealSecretsKeyCheck } from '../open/check-secrets-key.ts';

interface SealedRow {
  readonly id: string;
  readonly credentials: Buffer;
}

/** One step of a walk over all endpoints. */
export interface ResealStep {
  /** Where the next step continues; null behind the last endpoint. */
  readonly lastId: string | null;
  readonly looked: number;
  readonly resealed: number;
}

/** Seals what lies sealed with an older key anew with the first one, while others read and write. */
export interface Resealer {
  endpoints(): number;
  /** Looks at some endpoints behind an id, in one small transaction. */
  step(afterId: string, limit: number): ResealStep;
  /** Looks at all client identities, of which there are few, and says how many were sealed anew. */
  identities(): number;
  /** To be called when a whole walk found nothing: from then on the first key opens the database. */
  finish(): void;
}

/** Prepares the statements. What an endpoint's owner changes meanwhile is left as they wrote it. */
export function createResealer(database: Database): Resealer {
  const { connection, sealer } = database;
  const page = connection.prepare<[string, number], SealedRow>(
    `SELECT id, credentials FROM endpoints WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const replace = connection.prepare<[Buffer, string, Buffer]>(
    `UPDATE endpoints SET credentials = ? WHERE id = ? AND credentials = ?`,
  );
  const count = connection.prepare<[], number>(`SELECT count(*) FROM endpoints`).pluck();

  return {
    endpoints: () => count.get() ?? 0,
    step(afterId, limit) {
      const rows = page.all(afterId, limit);
      const old = rows.filter(({ credentials }) => !sealer.isCurrent(credentials));
      const anew = old.map(
        ({ id, credentials }) =>
          [sealer.seal(sealer.unseal(credentials, id), id), id, credentials] as const,
      );
      if (anew.length > 0) database.write(() => anew.forEach((row) => void replace.run(...row)));
      const lastId = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
      return { lastId, looked: rows.length, resealed: anew.length };
    },
    identities: createIdentityResealer(database),
    finish: () => resealSecretsKeyCheck(connection, sealer, (work) => database.write(work)),
  };
}
