import type { Clock, DispatchStore, Timers } from '@webhooks/domain';

import type { RetryPolicy } from '../attempt/attempt-runner.ts';

/** How often resends are looked up that are too old, in milliseconds. */
const SWEEP_MS = 30_000;
/** Resends closed in one sweep. */
const SWEEP_ROWS = 64;

export interface ExpirySweeperOptions {
  readonly store: Pick<DispatchStore, 'acceptedBefore'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly policy: RetryPolicy;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  readonly onExpired: (resendId: number) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
}

/** Closes resends that were not settled in time, those included that nobody could even start. */
export class ExpirySweeper {
  readonly #options: ExpirySweeperOptions;
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(options: ExpirySweeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#sweep().catch(this.#options.onFailed);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  async #sweep(): Promise<void> {
    const { store, clock, timers, policy, persist, onExpired } = this.#options;
    const beforeMs = clock.now() - policy.expiresAfterMs;
    const expired = await persist('look up expired resends', () =>
      store.acceptedBefore(beforeMs, SWEEP_ROWS),
    );
    for (const resendId of expired) {
      if (this.#isStopped) return;
      await onExpired(resendId);
    }
    if (this.#isStopped) return;
    this.#cancelTimer = timers.after(expired.length === 0 ? SWEEP_MS : 0, () => this.start());
  }
}
