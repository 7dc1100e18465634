import type { AuditStore } from './audit-store.ts';
import type { BacklogStore } from './backlog-store.ts';
import type { CatalogStore } from './catalog-store.ts';
import type { DispatchStore } from './dispatch/dispatch-store.ts';
import type { LeaseStore } from './dispatch/lease-store.ts';
import type { EndpointStore } from './endpoint-store.ts';
import type { IdentityStore } from './identity-store.ts';
import type { EventStore } from './event-store.ts';
import type { PortalStore } from './portal-store.ts';
import type { PreviewStore } from './preview-store.ts';
import type { ResendStore } from './resend-store.ts';
import type { RetentionStore } from './retention-store.ts';
import type { TestEventStore } from './test-event-store.ts';

/** All stores of one database; disposing them closes it. */
export interface Stores extends AsyncDisposable {
  readonly catalog: CatalogStore;
  readonly resends: ResendStore;
  readonly previews: PreviewStore;
  readonly dispatch: DispatchStore;
  readonly endpoints: EndpointStore;
  readonly identities: IdentityStore;
  readonly testEvents: TestEventStore;
  readonly events: EventStore;
  readonly leases: LeaseStore;
  readonly portal: PortalStore;
  readonly audit: AuditStore;
  readonly retention: RetentionStore;
  readonly backlog: BacklogStore;
}
