import type { CatalogStore } from '@webhooks/domain';

import { openThread, type StoreThreadOptions } from './open-thread.ts';

/** Writes to the catalog from a thread of its own. */
export interface CatalogThread extends AsyncDisposable, Pick<CatalogStore, 'write'> {}

/**
 * Opens the database in a thread that writes records, so that the next ones are received and read
 * while these are written. Calls are carried out one after the other, in the order in which they are
 * made. Throws StoreOpenError as openDatabase does.
 */
export async function startCatalogThread(options: StoreThreadOptions): Promise<CatalogThread> {
  const { calls, close } = await openThread(options, 'catalog');
  return {
    ...calls.store('catalog'),
    [Symbol.asyncDispose]: close,
  };
}
