import { createTempDir } from '@webhooks/testing';

import { openSqliteStores } from '../src/index.ts';
import type { OpenDatabaseOptions, SqliteStores } from '../src/index.ts';

export type { SqliteStores } from '../src/index.ts';

export const secretsKey = new Uint8Array(32).fill(7);

/** Opens a file, which may exist. */
export function openStores(
  path: string,
  options: Pick<OpenDatabaseOptions, 'lockWaitMs'> = {},
): SqliteStores {
  return openSqliteStores({ path, secretsKey, ...options });
}

/** Opens an empty database in a directory of its own, which goes away with it. */
export async function openTempStores(): Promise<SqliteStores> {
  const directory = createTempDir();
  const stores = openStores(directory.file('webhooks.sqlite'));
  return {
    ...stores,
    async [Symbol.asyncDispose]() {
      await stores[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}
