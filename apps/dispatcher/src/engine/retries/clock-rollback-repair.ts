import type { Clock, DispatchStore, Fence, RetryCursor, Timers } from '@webhooks/domain';

import { dueEndpoints } from './due-endpoints.ts';

/** How often the clock is looked at, in milliseconds; what it is set back by less, retries wait. */
const LOOK_MS = 30_000;
/** Retries looked at in one transaction. */
const STEP_ROWS = 512;

export interface ClockRollbackRepairOptions {
  readonly store: Pick<
    DispatchStore,
    'nextRetryByEndpoint' | 'retriesAheadOfClock' | 'rescheduleRetries'
  >;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Retries may be due earlier than they were. */
  readonly onMoved: () => Promise<void>;
  readonly onFailed: (error: unknown) => void;
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
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(options: ClockRollbackRepairOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look().catch(this.#options.onFailed);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  async #look(): Promise<void> {
    const { clock, timers } = this.#options;
    const nowMs = clock.now();
    const isSetBack = nowMs < this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    if (isSetBack) await this.#moveAll();
    if (!this.#isStopped) this.#cancelTimer = timers.after(LOOK_MS, () => this.start());
  }

  async #moveAll(): Promise<void> {
    const { store, persist, onMoved } = this.#options;
    const endpoints = dueEndpoints((after, limit) =>
      persist('look up retries', () => store.nextRetryByEndpoint(after, limit)),
    );
    for await (const { endpointId } of endpoints) {
      let place: RetryCursor | null = null;
      do {
        if (this.#isStopped) return;
        place = await this.#move(endpointId, place);
      } while (place !== null);
    }
    if (!this.#isStopped) await persist('look at retries anew', onMoved);
  }

  /** What is to be moved is decided once: a look after a move would find it at its new time. */
  async #move(endpointId: string, after: RetryCursor | null): Promise<RetryCursor | null> {
    const { store, fence, clock, persist } = this.#options;
    const { moves, next } = await persist('look at retries', () =>
      store.retriesAheadOfClock(endpointId, after, clock.now(), STEP_ROWS),
    );
    if (moves.length > 0) {
      await persist('let retries wait from now', () => store.rescheduleRetries(fence, moves));
    }
    return next;
  }
}
