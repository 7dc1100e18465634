import type { CatalogStore, DispatchStore, LeaseStore, PreviewStore } from '@webhooks/domain';

import { method, type StoreCodecs } from './codec.ts';
import { recordCallCodec } from './packed-attempt-records.ts';
import { writeCallCodec } from './packed-catalog-records.ts';
import { deliveriesCodec, withDeliveriesCodec } from './packed-deliveries.ts';

/** What threads serve. */
export interface ThreadStores {
  readonly catalog: Pick<CatalogStore, 'write'>;
  readonly dispatch: DispatchStore;
  readonly lease: LeaseStore;
  readonly previews: PreviewStore;
}

export type ThreadStoreName = keyof ThreadStores;

/** How the methods of each store are called from another thread. */
export const storeCodecs: {
  readonly [Name in ThreadStoreName]: StoreCodecs<ThreadStores[Name]>;
} = {
  catalog: { write: method({ call: writeCallCodec }) },
  lease: { acquire: method(), renew: method(), release: method() },
  previews: { preview: method() },
  dispatch: {
    claim: method({ result: withDeliveriesCodec() }),
    loadResend: method(),
    processingResends: method(),
    pendingResends: method(),
    startableBefore: method(),
    begin: method(),
    countStep: method(),
    setTotal: method(),
    planPage: method({ result: withDeliveriesCodec() }),
    loadPending: method({ result: deliveriesCodec }),
    loadSuccessors: method({ result: deliveriesCodec }),
    earliestDueAt: method(),
    loadDue: method({ result: deliveriesCodec }),
    earliestDueAfter: method(),
    nextRetryByEndpoint: method(),
    expedite: method(),
    retriesAheadOfClock: method(),
    rescheduleRetries: method(),
    record: method({ call: recordCallCodec }),
    settleUnsent: method(),
    loadEndpoint: method(),
    markEndpointGone: method(),
    controls: method(),
    sampleRows: method(),
    startSample: method(),
    acknowledgeControl: method(),
    saveBreakers: method(),
    restoreBreakers: method(),
    nextNotificationByEndpoint: method(),
    dueNotifications: method(),
    recordNotifications: method(),
    waitingTestEvents: method(),
    settleTestEvent: method(),
    pruneAttempts: method(),
    pruneDeliveries: method(),
    pruneStatistics: method(),
  },
};
