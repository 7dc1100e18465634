import { parentPort, workerData } from 'node:worker_threads';

import { createSqliteCatalogStore } from '../catalog/catalog-store.ts';
import type { Database } from '../sql/database.ts';
import { createSqliteDispatchStore } from '../dispatch/dispatch-store.ts';
import { createSqliteLeaseStore } from '../lease/lease-store.ts';
import { openDatabase } from '../open/open-database.ts';
import { createSqlitePreviewStore } from '../preview/preview-store.ts';
import { unavailable } from '../sql/unavailable.ts';
import type { AsyncMethod, Encoded, MethodCodec } from './codec.ts';
import { storeCodecs, type ThreadStoreName, type ThreadStores } from './store-codecs.ts';
import { toFailure } from './thread-failure.ts';
import type { ThreadAnswer, ThreadCall, ThreadStart } from './thread-messages.ts';

/** The stores that each kind of thread serves. */
const storesOf: Readonly<
  Record<ThreadStart['serves'], (database: Database) => Partial<ThreadStores>>
> = {
  catalog: (database) => ({ catalog: createSqliteCatalogStore(database) }),
  previews: (database) => ({ previews: createSqlitePreviewStore(database) }),
  dispatching: (database) => ({
    dispatch: createSqliteDispatchStore(database),
    lease: createSqliteLeaseStore(database),
  }),
};

/** True when this program runs as a thread that startStoreThread or startCatalogThread started. */
export function isStoreThread(): boolean {
  return (workerData as Partial<ThreadStart> | null)?.kind === 'webhooks-store-thread';
}

/** Opens the database and answers calls in their order until the port is closed. */
export function serveStoreThread(): void {
  const port = parentPort;
  if (port === null) throw new Error('serveStoreThread runs in a thread only');
  const answer = (message: ThreadAnswer, transfer: readonly ArrayBuffer[] = []): void =>
    port.postMessage(message, transfer);
  try {
    const { serves, open } = workerData as ThreadStart;
    const database = openDatabase(open);
    const stores = storesOf[serves](database);
    const close = (): void => {
      database[Symbol.dispose]();
      port.close();
    };
    const serve = async ({ number, store, method, args }: ThreadCall): Promise<void> => {
      try {
        const { wire, transfer } = await carryOut(stores, store, method, args);
        answer({ number, result: wire }, transfer);
      } catch (error) {
        answer({ number, failure: toFailure(unavailable(error)) });
      }
    };
    // Records are written in their order, and before the end: a write may wait for its turn.
    let written = Promise.resolve();
    port.on('message', (call: ThreadCall | 'close') => {
      if (call === 'close') void written.then(close);
      else if (serves !== 'catalog') void serve(call);
      else written = written.then(() => serve(call));
    });
    answer({ number: 0, result: null });
  } catch (error) {
    answer({ number: 0, failure: toFailure(error) });
    port.close();
  }
}

/** Calls a method of a store by its codec. */
async function carryOut(
  stores: Partial<ThreadStores>,
  name: ThreadStoreName,
  method: string,
  args: unknown,
): Promise<Encoded> {
  const codecs: Readonly<Record<string, MethodCodec<AsyncMethod>>> = storeCodecs[name];
  const store = stores[name] as Readonly<Record<string, AsyncMethod>> | undefined;
  const codec = codecs[method];
  if (codec === undefined || store?.[method] === undefined) {
    throw new Error(`This thread does not serve ${name}.${method}`);
  }
  return codec.result.encode(await store[method](...codec.call.decode(args)));
}
