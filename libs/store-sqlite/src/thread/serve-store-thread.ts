import { parentPort, workerData } from 'node:worker_threads';

import { createSqliteCatalogStore } from '../catalog/catalog-store.ts';
import type { Database } from '../database.ts';
import { createSqliteDispatchStore } from '../dispatch/dispatch-store.ts';
import { createSqliteLeaseStore } from '../lease/lease-store.ts';
import { openDatabase } from '../open/open-database.ts';
import { createSqlitePreviewStore } from '../preview/preview-store.ts';
import { packDeliveries } from './packed-deliveries.ts';
import { unpackRecordings } from './packed-recordings.ts';
import { unpackRecords } from './packed-records.ts';
import {
  toFailure,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadStart,
  type ThreadStores,
} from './thread-messages.ts';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** True when this program runs as a thread that startStoreThread or startCatalogThread started. */
export function isStoreThread(): boolean {
  return (workerData as Partial<ThreadStart> | null)?.kind === 'webhooks-store-thread';
}

/** Opens the database and answers calls in their order until the port is closed. */
export function serveStoreThread(): void {
  const port = parentPort;
  if (port === null) throw new Error('serveStoreThread runs in a thread only');
  const answer = (message: ThreadAnswer): void => {
    if (!('result' in message)) {
      port.postMessage(message);
      return;
    }
    const { answer: result, transfer } = packDeliveries(message.result);
    port.postMessage({ ...message, result }, transfer);
  };
  try {
    const { serves, open } = workerData as ThreadStart;
    const database = openDatabase(open);
    const stores = storesFor(serves, database);
    const close = (): void => {
      database[Symbol.dispose]();
      port.close();
    };
    // Records are written in their order, and before the end: a write may wait for its turn.
    let written = Promise.resolve();
    port.on('message', (call: ThreadCall | 'close') => {
      if (call === 'close') void written.then(close);
      else if (serves !== 'catalog') void serve(stores, call).then(answer);
      else written = written.then(async () => answer(await serve(stores, call)));
    });
    answer({ number: 0, result: null });
  } catch (error) {
    answer({ number: 0, failure: toFailure(error) });
    port.close();
  }
}

function storesFor(serves: ThreadStart['serves'], database: Database): Partial<ThreadStores> {
  if (serves === 'previews') return { previews: createSqlitePreviewStore(database) };
  if (serves === 'catalog') return { catalog: createSqliteCatalogStore(database) };
  return {
    dispatch: createSqliteDispatchStore(database),
    lease: createSqliteLeaseStore(database),
  };
}

async function serve(stores: Partial<ThreadStores>, packed: ThreadCall): Promise<ThreadAnswer> {
  const { number, store, method, args } =
    packed.store === 'catalog' ? unpackRecords(packed) : unpackRecordings(packed);
  try {
    const methods = stores[store] as unknown as Readonly<Record<string, Method>>;
    return { number, result: await methods[method]?.(...args) };
  } catch (error) {
    return { number, failure: toFailure(error) };
  }
}
