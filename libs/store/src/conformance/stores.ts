import type { CatalogStore, DispatchStore, LeaseStore, ResendStore } from '@webhooks/domain';

/** All ports of one database. */
export interface Stores extends AsyncDisposable {
  readonly catalog: CatalogStore;
  readonly resends: ResendStore;
  readonly dispatch: DispatchStore;
  readonly leases: LeaseStore;
}

/** Opens the stores of an empty database of its own. */
export type OpenStores = () => Promise<Stores>;
