import type {
  AuditStore,
  BacklogStore,
  CatalogStore,
  DispatchStore,
  LeaseStore,
  ResendStore,
  RetentionStore,
} from '@webhooks/domain';

/** All ports of one database. */
export interface Stores extends AsyncDisposable {
  readonly catalog: CatalogStore;
  readonly resends: ResendStore;
  readonly dispatch: DispatchStore;
  readonly leases: LeaseStore;
  readonly audit: AuditStore;
  readonly retention: RetentionStore;
  readonly backlog: BacklogStore;
}

/** Opens the stores of an empty database of its own. */
export type OpenStores = () => Promise<Stores>;
