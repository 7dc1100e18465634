import { createCurrentEndpoints } from '../dispatch/current-endpoints.ts';
import { openDatabase } from '../open/open-database.ts';
import { openThread, type StoreThreadOptions } from './open-thread.ts';
import type { ThreadStores } from './store-codecs.ts';

/** The dispatcher's stores in a thread of their own. */
export interface StoreThread extends Pick<ThreadStores, 'dispatch' | 'lease'>, AsyncDisposable {}

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
        ...calls.store('dispatch'),
        ...createCurrentEndpoints(reading),
      },
      lease: calls.store('lease'),
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
