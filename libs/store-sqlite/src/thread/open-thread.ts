import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

import type { OpenDatabaseOptions } from '../open/open-database.ts';
import { ThreadCalls } from './thread-calls.ts';
import type { ThreadStart } from './thread-messages.ts';

export interface StoreThreadOptions extends OpenDatabaseOptions {
  /** A program that calls serveStoreThread when isStoreThread says so. */
  readonly entry: URL;
  /** The thread ended by itself: nothing can be read or written any more. */
  readonly onLost: (error: Error) => void;
}

/** MB. What a call makes is garbage when it is answered; in a larger heap that would lie about. */
const YOUNG_HEAP_MB = 4;

/** A thread that has its database open. */
export interface OpenThread {
  readonly calls: ThreadCalls;
  /** Lets what was called end, then the thread. */
  readonly close: () => Promise<void>;
}

/** Starts a thread on a database. Throws StoreOpenError as openDatabase does. */
export async function openThread(
  options: StoreThreadOptions,
  serves: ThreadStart['serves'],
): Promise<OpenThread> {
  const { entry, onLost, ...open } = options;
  const start: ThreadStart = { kind: 'webhooks-store-thread', serves, open };
  // The worker's own limit would give way to what the command line says for the main thread.
  setFlagsFromString(`--max-semi-space-size=${YOUNG_HEAP_MB}`);
  const worker = new Worker(entry, { workerData: start, stdin: false });
  const calls = new ThreadCalls(worker);
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
  return { calls, close };
}
