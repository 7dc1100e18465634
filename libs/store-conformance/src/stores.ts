import type {
  AuditStore,
  BacklogStore,
  CatalogStore,
  DispatchStore,
  EndpointStore,
  LeaseStore,
  PreviewStore,
  ResendStore,
  RetentionStore,
} from '@webhooks/domain';

/** All ports of one database. */
export interface Stores extends AsyncDisposable {
  readonly catalog: CatalogStore;
  readonly resends: ResendStore;
  readonly previews: PreviewStore;
  readonly dispatch: DispatchStore;
  readonly endpoints: EndpointStore;
  readonly leases: LeaseStore;
  readonly audit: AuditStore;
  readonly retention: RetentionStore;
  readonly backlog: BacklogStore;
}

/** Opens the stores of an empty database of its own. */
export type OpenStores = () => Promise<Stores>;
