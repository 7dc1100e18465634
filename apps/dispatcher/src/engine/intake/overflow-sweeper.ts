import type { DispatchStore, Timers } from '@webhooks/domain';

/** How long after something was forgotten is looked for it, in milliseconds. */
const LOOK_MS = 10_000;
/** Resends of one look into the database. */
const PAGE = 256;

export interface OverflowSweeperOptions {
  readonly store: Pick<DispatchStore, 'processingResends'>;
  readonly timers: Timers;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** True for a resend that is in memory, or in a line of it. */
  readonly isKnown: (resendId: number) => boolean;
  /** Has a resend come into memory, as far as there is a permit for it. */
  readonly activate: (resendId: number) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
}

/**
 * Finds the resends again that were more than the lines in memory have room for: the database knows
 * every one that is started.
 */
export class OverflowSweeper {
  readonly #options: OverflowSweeperOptions;
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(options: OverflowSweeperOptions) {
    this.#options = options;
  }

  /** A resend is known to the database alone from now on. */
  add(): void {
    if (this.#isStopped) return;
    this.#cancelTimer ??= this.#options.timers.after(LOOK_MS, () => {
      this.#look().catch(this.#options.onFailed);
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  async #look(): Promise<void> {
    const { store, persist, isKnown, activate } = this.#options;
    this.#cancelTimer = null;
    let afterId = 0;
    for (;;) {
      const ids = await persist('look up started resends', () =>
        store.processingResends(afterId, PAGE),
      );
      for (const id of ids) {
        // Whoever finds no room again has the next look come.
        if (this.#isStopped || this.#cancelTimer !== null) return;
        if (!isKnown(id)) await activate(id);
        afterId = id;
      }
      if (ids.length < PAGE) return;
    }
  }
}
