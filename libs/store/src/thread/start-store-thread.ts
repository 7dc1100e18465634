import { Worker } from 'node:worker_threads';

import type { DispatchStore, LeaseStore } from '@webhooks/domain';

import { createCurrentEndpoints } from '../dispatch/current-endpoints.ts';
import { openDatabase, type OpenDatabaseOptions } from '../open/open-database.ts';
import { unpackDeliveries } from './packed-deliveries.ts';
import { packRecordings } from './packed-recordings.ts';
import {
  fromFailure,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadStart,
  type ThreadStores,
} from './thread-messages.ts';

export interface StoreThreadOptions extends OpenDatabaseOptions {
  /** A program that calls serveStoreThread when isStoreThread says so. */
  readonly entry: URL;
  /** The thread ended by itself: nothing can be read or written any more. */
  readonly onLost: (error: Error) => void;
}

/** The dispatcher's stores in a thread of their own. */
export interface StoreThread extends ThreadStores, AsyncDisposable {}

const DISPATCH_METHODS = {
  take: true,
  loadResend: true,
  processingResends: true,
  begin: true,
  countStep: true,
  setTotal: true,
  planPage: true,
  loadPending: true,
  loadFollowers: true,
  firstDue: true,
  loadDue: true,
  nextDueAfter: true,
  nextDue: true,
  record: true,
  loadEndpoint: true,
  markEndpointGone: true,
  controls: true,
  acknowledgeControl: true,
  acceptedBefore: true,
  settleWaiting: true,
  bringForward: true,
  waitFromNow: true,
  pruneAttempts: true,
  pruneDeliveries: true,
  pruneStatistics: true,
  waitingNotices: true,
  dueNotices: true,
  recordNotices: true,
  noteBreakers: true,
  takeOverBreakers: true,
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
  const { entry, onLost, ...open } = options;
  const start: ThreadStart = { kind: 'webhooks-store-thread', open };
  const worker = new Worker(entry, { workerData: start, stdin: false });
  const calls = new Calls(worker);
  const lost = (error: Error): void => {
    if (calls.fail(error)) onLost(error);
  };
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  worker.on('error', lost);
  worker.on('exit', () => {
    lost(new Error('The store thread has ended'));
    end();
  });
  try {
    await calls.opened;
  } catch (error) {
    await ended;
    throw error;
  }
  const close = async (): Promise<void> => {
    calls.isClosing = true;
    worker.postMessage('close');
    await ended;
  };
  try {
    const reading = openDatabase({ ...open, readonly: true });
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

/** The calls that are under way. */
class Calls {
  isClosing = false;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #opened = Promise.withResolvers<unknown>();
  #last = 0;
  #isLost = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#waiting.set(0, this.#opened);
    worker.on('message', (answer: ThreadAnswer) => this.#settle(answer));
  }

  get opened(): Promise<unknown> {
    return this.#opened.promise;
  }

  proxy(store: keyof ThreadStores, methods: Readonly<Record<string, true>>): object {
    const names = Object.keys(methods);
    return Object.fromEntries(
      names.map((method) => [
        method,
        (...args: readonly unknown[]) => this.#call(store, method, args),
      ]),
    );
  }

  /** Rejects everything that waits; true when that was a surprise. */
  fail(error: Error): boolean {
    const isSurprise = !this.isClosing && !this.#isLost && !this.#waiting.has(0);
    this.#isLost = true;
    for (const call of this.#waiting.values()) call.reject(error);
    this.#waiting.clear();
    return isSurprise;
  }

  #call(store: ThreadCall['store'], method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#isLost) return Promise.reject(new Error('The store thread has ended'));
    this.#last += 1;
    const call: ThreadCall = { number: this.#last, store, method, args };
    const settled = Promise.withResolvers<unknown>();
    this.#waiting.set(call.number, settled);
    const { packed, transfer } = packRecordings(call);
    this.#worker.postMessage(packed, transfer);
    return settled.promise;
  }

  #settle(answer: ThreadAnswer): void {
    const call = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if ('failure' in answer) {
      // It ends because it could not open the database. Noted at once: its end may be the next event.
      if (answer.number === 0) this.isClosing = true;
      call?.reject(fromFailure(answer.failure));
    } else call?.resolve(unpackDeliveries(answer.result));
  }
}
