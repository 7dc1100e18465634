import type { Stores } from '@webhooks/domain';
import { openSqliteStores } from '@webhooks/store-sqlite';

import type { StoreSettings } from './store-settings.ts';

export interface OpenStoresOptions {
  /** How long a statement may block the thread that calls where it has to wait for a lock. */
  readonly statementWaitMs?: number;
}

/**
 * Opens the database that the settings name, and brings its schema up to date. Throws StoreOpenError
 * when that cannot be done safely. Its stores refuse with service_unavailable while the database
 * cannot be used.
 */
export async function openStores(
  { path, secretsKey }: StoreSettings,
  options: OpenStoresOptions = {},
): Promise<Stores> {
  return openSqliteStores({ path, secretsKey, ...options });
}
