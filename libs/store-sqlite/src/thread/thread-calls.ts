import type { Worker } from 'node:worker_threads';

import { unpackDeliveries } from './packed-deliveries.ts';
import { packRecordings } from './packed-recordings.ts';
import { packRecords } from './packed-records.ts';
import {
  fromFailure,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadStores,
} from './thread-messages.ts';

/** The calls to a store thread that are under way. */
export class ThreadCalls {
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
    const { packed, transfer } = store === 'catalog' ? packRecords(call) : packRecordings(call);
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
