import type { ControlRequestStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { ControlHandler } from './control-handler.ts';

/** How often the control requests of owners are looked up, in milliseconds. */
const POLL_MS = 100;
/** Requests of one look; those that are followed make room for the next ones. */
const MAX_REQUESTS = 1_000;

export interface ControlPollerOptions {
  readonly store: Pick<ControlRequestStore, 'controls'>;
  readonly timers: Timers;
  readonly lifetime: Lifetime;
  readonly handler: Pick<ControlHandler, 'follow'>;
}

/**
 * Looks for what owners ask of their resends, again and again until it is acknowledged. The database
 * says it; no message has to arrive.
 */
export class ControlPoller {
  readonly #options: ControlPollerOptions;
  #loop: Loop | null = null;
  #isStopped = false;

  constructor(options: ControlPollerOptions) {
    this.#options = options;
  }

  start(): void {
    const { timers, lifetime } = this.#options;
    this.#loop = startLoop({
      task: () => this.#poll(),
      onError: lifetime.fail,
      errorPauseMs: POLL_MS,
      timers,
    });
  }

  stop(): void {
    this.#isStopped = true;
    void this.#loop?.stop();
  }

  async #poll(): Promise<number> {
    const { store, lifetime, handler } = this.#options;
    const requests = await lifetime.persist('look up controls', () => store.controls(MAX_REQUESTS));
    for (const request of requests) {
      if (this.#isStopped) break;
      handler.follow(request).catch(lifetime.fail);
    }
    return POLL_MS;
  }
}
