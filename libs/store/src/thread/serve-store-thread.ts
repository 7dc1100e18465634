import { parentPort, workerData } from 'node:worker_threads';

import { createSqliteDispatchStore } from '../dispatch/dispatch-store.ts';
import { createSqliteLeaseStore } from '../lease/lease-store.ts';
import { openDatabase } from '../open/open-database.ts';
import { packDeliveries } from './packed-deliveries.ts';
import { unpackRecordings } from './packed-recordings.ts';
import {
  toFailure,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadStart,
  type ThreadStores,
} from './thread-messages.ts';

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** True when this program runs as the thread that startStoreThread started. */
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
    const database = openDatabase((workerData as ThreadStart).open);
    const stores: ThreadStores = {
      dispatch: createSqliteDispatchStore(database),
      lease: createSqliteLeaseStore(database),
    };
    port.on('message', (call: ThreadCall | 'close') => {
      if (call === 'close') {
        database[Symbol.dispose]();
        port.close();
      } else {
        void serve(stores, call).then(answer);
      }
    });
    answer({ number: 0, result: null });
  } catch (error) {
    answer({ number: 0, failure: toFailure(error) });
    port.close();
  }
}

async function serve(stores: ThreadStores, call: ThreadCall): Promise<ThreadAnswer> {
  const { number, store, method, args } = unpackRecordings(call);
  try {
    const methods = stores[store] as unknown as Readonly<Record<string, Method>>;
    return { number, result: await methods[method]?.(...args) };
  } catch (error) {
    return { number, failure: toFailure(error) };
  }
}
