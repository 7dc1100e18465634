import type { Timers } from '@webhooks/domain';
import { startLoop, within, type Loop } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import { retryUntilAborted } from '../engine/lifecycle/retry-until-aborted.ts';

export interface EndpointWorkOptions {
  /** Begins what is there to do; answers after how many milliseconds it is called again. */
  readonly look: () => Promise<number>;
  /** What is logged when a look fails, and when work does. */
  readonly messages: { readonly look: string; readonly work: string };
  readonly timers: Timers;
  readonly logger: Logger;
}

/** After a look that failed, in milliseconds. */
const ERROR_PAUSE_MS = 5_000;
/** Endpoints that are worked on at once. */
const MAX_ENDPOINTS = 32;

/** Work beside the engine's that is looked for again and again, and done for each endpoint once at a time. */
export class EndpointWork {
  readonly #options: EndpointWorkOptions;
  readonly #working = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  #loop: Loop | null = null;

  constructor(options: EndpointWorkOptions) {
    this.#options = options;
  }

  /** No other endpoint can be worked on now. */
  get isFull(): boolean {
    return this.#working.size >= MAX_ENDPOINTS;
  }

  isAt(endpointId: string): boolean {
    return this.#working.has(endpointId);
  }

  start(): void {
    const { look, messages, timers, logger } = this.#options;
    this.#loop = startLoop({
      task: look,
      onError: (error) => logger.warn({ err: error }, messages.look),
      errorPauseMs: ERROR_PAUSE_MS,
      timers,
    });
  }

  begin(endpointId: string, work: Promise<void>): void {
    const { messages, logger } = this.#options;
    const done = work
      .catch((error: unknown) => {
        // Looked at again by the next look, or by the next dispatcher.
        logger.warn({ err: error, endpointId }, messages.work);
      })
      .finally(() => this.#working.delete(endpointId));
    this.#working.set(endpointId, done);
  }

  /** Does a database operation until it works, or until this stops. */
  persist<T>(what: string, operation: () => Promise<T>): Promise<T> {
    return retryUntilAborted(what, operation, { ...this.#options, signal: this.#abort.signal });
  }

  /** Looks no more and waits for what is being worked on, at most timeoutMs. */
  async stop(timeoutMs: number): Promise<void> {
    await this.#loop?.stop();
    const done = Promise.all(this.#working.values());
    await within(timeoutMs, done, () => undefined, this.#options.timers);
    this.#abort.abort(new Error('The dispatcher stops'));
  }
}
