import type { Worker } from 'node:worker_threads';

import type { AsyncMethod, Encoded, MethodCodec } from './codec.ts';
import { storeCodecs, type ThreadStoreName, type ThreadStores } from './store-codecs.ts';
import { fromFailure } from './thread-failure.ts';
import type { ThreadAnswer, ThreadCall } from './thread-messages.ts';

/** A call that waits for its answer. */
interface WaitingCall {
  readonly resolve: (wire: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The calls to a store thread that are under way. */
export class ThreadCalls {
  isClosing = false;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, WaitingCall>();
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

  /** A store whose methods are carried out by the thread. */
  store<Name extends ThreadStoreName>(name: Name): ThreadStores[Name] {
    const codecs = Object.entries<MethodCodec<AsyncMethod>>(storeCodecs[name]);
    const methods = codecs.map(([method, codec]) => [method, this.#caller(name, method, codec)]);
    return Object.fromEntries(methods) as ThreadStores[Name];
  }

  /** Rejects everything that waits; true when that was a surprise. */
  fail(error: Error): boolean {
    const isSurprise = !this.isClosing && !this.#isLost && !this.#waiting.has(0);
    this.#isLost = true;
    for (const call of this.#waiting.values()) call.reject(error);
    this.#waiting.clear();
    return isSurprise;
  }

  #caller(
    store: ThreadStoreName,
    method: string,
    { call, result }: MethodCodec<AsyncMethod>,
  ): (...args: never) => Promise<unknown> {
    return async (...args) => {
      const decoded: unknown = result.decode(await this.#send(store, method, call.encode(args)));
      return decoded;
    };
  }

  #send(store: ThreadStoreName, method: string, { wire, transfer }: Encoded): Promise<unknown> {
    if (this.#isLost) return Promise.reject(new Error('The store thread has ended'));
    this.#last += 1;
    const call: ThreadCall = { number: this.#last, store, method, args: wire };
    const answered = Promise.withResolvers<unknown>();
    this.#waiting.set(call.number, answered);
    this.#worker.postMessage(call, transfer);
    return answered.promise;
  }

  #settle(answer: ThreadAnswer): void {
    const call = this.#waiting.get(answer.number);
    this.#waiting.delete(answer.number);
    if ('result' in answer) {
      call?.resolve(answer.result);
      return;
    }
    // It ends because it could not open the database. Noted at once: its end may be the next event.
    if (answer.number === 0) this.isClosing = true;
    call?.reject(fromFailure(answer.failure));
  }
}
