import type { Clock, ResendWorkStore, Timers } from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';

import type { RetryPolicy } from '../attempt/attempt-sequence.ts';
import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { ControlHandler } from './control-handler.ts';

/** How often resends are looked up that are too old, in milliseconds. */
const SWEEP_MS = 30_000;
/** Resends closed in one sweep. */
const SWEEP_ROWS = 64;

export interface ExpirySweeperOptions {
  readonly store: Pick<ResendWorkStore, 'startableBefore'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly policy: RetryPolicy;
  readonly lifetime: Lifetime;
  readonly handler: Pick<ControlHandler, 'expire'>;
}

/** Ends resends that were not settled in time, those included that nobody could even start. */
export class ExpirySweeper {
  readonly #options: ExpirySweeperOptions;
  #loop: Loop | null = null;
  #isStopped = false;

  constructor(options: ExpirySweeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { timers, lifetime } = this.#options;
    this.#loop = startLoop({
      task: () => this.#sweep(),
      onError: lifetime.fail,
      errorPauseMs: SWEEP_MS,
      timers,
    });
  }

  stop(): void {
    this.#isStopped = true;
    void this.#loop?.stop();
  }

  async #sweep(): Promise<number> {
    const { store, clock, policy, lifetime, handler } = this.#options;
    const beforeMs = clock.now() - policy.expiresAfterMs;
    const expired = await lifetime.persist('look up expired resends', () =>
      store.startableBefore(beforeMs, SWEEP_ROWS),
    );
    for (const resendId of expired) {
      if (this.#isStopped) break;
      await handler.expire(resendId);
    }
    return expired.length === 0 ? SWEEP_MS : 0;
  }
}
