import type { CatalogStore, DispatchStore, LeaseStore, PreviewStore } from '@webhooks/domain';
import { startCatalogThread, startPreviewThread, startStoreThread } from '@webhooks/store-sqlite';

import type { StoreSettings } from './store-settings.ts';

export interface WorkerOptions {
  /** A program that calls serveStoreThread when isStoreThread says so. */
  readonly entry: URL;
  /** The stores ended by themselves: nothing can be read or written through them any more. */
  readonly onLost: (error: Error) => void;
}

/** What a dispatcher works with. */
export interface DispatcherStores extends AsyncDisposable {
  readonly dispatch: DispatchStore;
  readonly lease: LeaseStore;
}

/** Writes records of an import. */
export interface ImportStore extends AsyncDisposable, Pick<CatalogStore, 'write'> {}

/** Counts previews. */
export interface PreviewReaderStore extends AsyncDisposable, PreviewStore {}

/**
 * Opens the stores of a dispatcher, which never hold up the event loop of those who call: calls are
 * carried out one after the other, in their order. Throws StoreOpenError as openStores does.
 */
export async function openDispatcherStores(
  { path, secretsKey }: StoreSettings,
  options: WorkerOptions,
): Promise<DispatcherStores> {
  return startStoreThread({ path, secretsKey, ...options });
}

/** Opens the catalog for one who writes much: in the order of the calls, beside the event loop. */
export async function openImportStore(
  { path, secretsKey }: StoreSettings,
  options: WorkerOptions,
): Promise<ImportStore> {
  return startCatalogThread({ path, secretsKey, ...options });
}

/** Opens the database for counting previews, several at once, beside the event loop. */
export async function openPreviewStore(
  { path, secretsKey }: StoreSettings,
  options: WorkerOptions,
): Promise<PreviewReaderStore> {
  return startPreviewThread({ path, secretsKey, ...options });
}
