import type { DispatchStore, LeaseStore } from '@webhooks/domain';

import { createCurrentEndpoints } from '../dispatch/current-endpoints.ts';
import { openDatabase } from '../open/open-database.ts';
import { openThread, type StoreThreadOptions } from './open-thread.ts';
import type { ThreadStores } from './thread-messages.ts';

/** The dispatcher's stores in a thread of their own. */
export interface StoreThread extends Pick<ThreadStores, 'dispatch' | 'lease'>, AsyncDisposable {}

const DISPATCH_METHODS = {
  claim: true,
  loadResend: true,
  processingResends: true,
  pendingResends: true,
  begin: true,
  countStep: true,
  setTotal: true,
  planPage: true,
  loadPending: true,
  loadSuccessors: true,
  earliestDueAt: true,
  loadDue: true,
  earliestDueAfter: true,
  nextRetryByEndpoint: true,
  record: true,
  loadEndpoint: true,
  markEndpointGone: true,
  controls: true,
  acknowledgeControl: true,
  acceptedBefore: true,
  settleUnsent: true,
  expedite: true,
  retriesAheadOfClock: true,
  rescheduleRetries: true,
  pruneAttempts: true,
  pruneDeliveries: true,
  pruneStatistics: true,
  nextNotificationByEndpoint: true,
  dueNotifications: true,
  recordNotifications: true,
  saveBreakers: true,
  restoreBreakers: true,
} as const satisfies Record<keyof DispatchStore, true>;

const LEASE_METHODS = { acquire: true, renew: true, release: true } as const satisfies Record<
  keyof LeaseStore,
  true
>;

/**
 * Opens the database in a thread and serves its stores from there, so that commits and reads never
 * hold up the event loop. Calls are carried out one after the other, in the order in which they are
 * made; their number is bounded by those who call. One read is made at once, on a connection of this
 * thread: an endpoint as it is now, which every attempt needs and which must not wait for a commit.
 * Throws StoreOpenError as openDatabase does.
 */
export async function startStoreThread(options: StoreThreadOptions): Promise<StoreThread> {
  const { calls, close } = await openThread(options, 'dispatching');
  try {
    const reading = openDatabase({ ...options, readonly: true });
    return {
      dispatch: {
        ...(calls.proxy('dispatch', DISPATCH_METHODS) as unknown as DispatchStore),
        ...createCurrentEndpoints(reading),
      },
      lease: calls.proxy('lease', LEASE_METHODS) as unknown as LeaseStore,
      [Symbol.asyncDispose]: async () => {
        reading[Symbol.dispose]();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
