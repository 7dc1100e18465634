export { createGroupCommit, StoreOpenError } from '@webhooks/store-kit';
export type { GroupCommit, GroupCommitOptions, SecretsKeys } from '@webhooks/store-kit';
export { isStoreThread, serveStoreThread } from '@webhooks/store-sqlite';
export { openStores } from './open-stores.ts';
export type { OpenStoresOptions } from './open-stores.ts';
export { openDispatcherStores, openImportStore, openPreviewStore } from './open-worker-stores.ts';
export type {
  DispatcherStores,
  ImportStore,
  PreviewReaderStore,
  WorkerOptions,
} from './open-worker-stores.ts';
export type { StoreSettings } from './store-settings.ts';
