import type { ResendWorkStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';

import type { Lifetime } from '../lifecycle/lifetime.ts';

/** How long a resend may be known to the database alone before it is looked for, in milliseconds. */
const SWEEP_MS = 10_000;
/** Resends of one look into the database. */
const PAGE = 256;

export interface OverflowSweeperOptions {
  readonly store: Pick<ResendWorkStore, 'processingResends'>;
  readonly timers: Timers;
  readonly lifetime: Lifetime;
  /** True for a resend that is in memory, or in a line of it. */
  readonly isKnown: (resendId: number) => boolean;
  /** Has a resend come into memory, as far as there is a permit for it. */
  readonly activate: (resendId: number) => Promise<void>;
}

/**
 * Finds the resends again that were more than the lines in memory have room for: the database knows
 * every one that is started.
 */
export class OverflowSweeper {
  readonly #options: OverflowSweeperOptions;
  #loop: Loop | null = null;
  #hasOverflow = false;
  #isStopped = false;

  constructor(options: OverflowSweeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { timers, lifetime } = this.#options;
    this.#loop = startLoop({
      task: async () => {
        if (this.#hasOverflow) await this.#sweep();
        return SWEEP_MS;
      },
      onError: lifetime.fail,
      errorPauseMs: SWEEP_MS,
      timers,
    });
  }

  /** A resend is known to the database alone from now on. */
  add(): void {
    this.#hasOverflow = true;
  }

  stop(): void {
    this.#isStopped = true;
    void this.#loop?.stop();
  }

  async #sweep(): Promise<void> {
    const { store, lifetime, isKnown, activate } = this.#options;
    this.#hasOverflow = false;
    let afterId = 0;
    for (;;) {
      const ids = await lifetime.persist('look up started resends', () =>
        store.processingResends(afterId, PAGE),
      );
      for (const id of ids) {
        // Whoever finds no room again is left to the next sweep.
        if (this.#isStopped || this.#hasOverflow) return;
        if (!isKnown(id)) await activate(id);
        afterId = id;
      }
      if (ids.length < PAGE) return;
    }
  }
}
