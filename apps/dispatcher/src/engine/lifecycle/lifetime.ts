import { FencedOffError, type Timers } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { retryUntilAborted } from './retry-until-aborted.ts';

export interface LifetimeOptions {
  readonly timers: Timers;
  readonly logger: Logger;
}

/** running ──► draining (nothing more is started) ──► ended (nothing more is written). */
export type LifetimeState = 'running' | 'draining' | 'ended';

/**
 * How long an engine works: until the dispatcher stops, it is fenced off, or something fails that
 * cannot be repaired. Owns the way to the end, which everything else only asks for.
 */
export class Lifetime {
  readonly #options: LifetimeOptions;
  readonly #abort = new AbortController();
  readonly #ended = Promise.withResolvers<unknown>();
  #state: LifetimeState = 'running';

  constructor(options: LifetimeOptions) {
    this.#options = options;
  }

  get state(): LifetimeState {
    return this.#state;
  }

  /** Aborts at the end, with its reason. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Resolves with the reason of the end. */
  get ended(): Promise<unknown> {
    return this.#ended.promise;
  }

  /** Does a database operation until it works; rejects when the engine has ended. */
  readonly persist = <T>(what: string, operation: () => Promise<T>): Promise<T> =>
    retryUntilAborted(what, operation, { ...this.#options, signal: this.#abort.signal });

  /** Nothing more is to be started. */
  drain(): void {
    if (this.#state === 'running') this.#state = 'draining';
  }

  /** Ends for an error, which is logged unless this dispatcher was merely replaced. */
  readonly fail = (error: unknown): void => {
    if (this.#state !== 'ended' && !(error instanceof FencedOffError)) {
      this.#options.logger.error({ err: error }, 'the engine ends');
    }
    this.end(error);
  };

  end(reason: unknown): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#abort.abort(reason);
    this.#ended.resolve(reason);
  }
}
