import type {
  Clock,
  ClockRollbackStore,
  Fence,
  RetryCursor,
  RetryStore,
  Timers,
} from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import { retryEndpoints } from './retry-endpoints.ts';
import type { RetryScheduler } from './retry-scheduler.ts';

/** How often the clock is looked at, in milliseconds; what it is set back by less, retries wait. */
const LOOK_MS = 30_000;
/** Retries looked at in one transaction. */
const STEP_ROWS = 512;

export interface ClockRollbackRepairOptions {
  readonly store: ClockRollbackStore & Pick<RetryStore, 'nextRetryByEndpoint'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly lifetime: Pick<Lifetime, 'persist' | 'fail'>;
  readonly retries: Pick<RetryScheduler, 'reload'>;
}

/**
 * Notices that the clock was set back, while this engine works or before it began, and lets the
 * retries that were scheduled until then wait from now. Without it they would wait until the clock is
 * where it was.
 */
export class ClockRollbackRepair {
  readonly #options: ClockRollbackRepairOptions;
  /** Later than any clock: the first look always judges. */
  #lookedAtMs = Number.POSITIVE_INFINITY;
  #loop: Loop | null = null;
  #isStopped = false;

  constructor(options: ClockRollbackRepairOptions) {
    this.#options = options;
  }

  start(): void {
    const { timers, lifetime } = this.#options;
    this.#loop = startLoop({
      task: () => this.#look(),
      onError: lifetime.fail,
      errorPauseMs: LOOK_MS,
      timers,
    });
  }

  stop(): void {
    this.#isStopped = true;
    void this.#loop?.stop();
  }

  async #look(): Promise<number> {
    const nowMs = this.#options.clock.now();
    const isSetBack = nowMs < this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    if (isSetBack) await this.#moveAll();
    return LOOK_MS;
  }

  async #moveAll(): Promise<void> {
    const { store, lifetime, retries } = this.#options;
    const endpoints = retryEndpoints((after, limit) =>
      lifetime.persist('look up retries', () => store.nextRetryByEndpoint(after, limit)),
    );
    for await (const { endpointId } of endpoints) {
      let cursor: RetryCursor | null = null;
      do {
        if (this.#isStopped) return;
        cursor = await this.#move(endpointId, cursor);
      } while (cursor !== null);
    }
    if (!this.#isStopped) await lifetime.persist('look at retries anew', () => retries.reload());
  }

  /** What is to be moved is decided once: a look after a move would find it at its new time. */
  async #move(endpointId: string, after: RetryCursor | null): Promise<RetryCursor | null> {
    const { store, fence, clock, lifetime } = this.#options;
    const { moves, next } = await lifetime.persist('look at retries', () =>
      store.retriesAheadOfClock(endpointId, after, clock.now(), STEP_ROWS),
    );
    if (moves.length > 0) {
      await lifetime.persist('let retries wait from now', () =>
        store.rescheduleRetries(fence, moves),
      );
    }
    return next;
  }
}
