import type {
  BreakerStatus,
  BreakerStore,
  Clock,
  Fence,
  OutageLimits,
  Timers,
} from '@webhooks/domain';
import { startLoop, type Loop } from '@webhooks/runtime';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';

export interface BreakerPublisherOptions {
  readonly store: BreakerStore;
  readonly fence: Fence;
  readonly outages: OutageLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly lifetime: Lifetime;
  readonly scheduler: Pick<EndpointScheduler, 'expectFailing'>;
}

/** How old what others see of a breaker may be, in milliseconds. */
const MAX_AGE_MS = 250;
/** Rows in one transaction. */
const MAX_CHANGES = 256;
/** Breakers that are restored from an earlier engine. */
const MAX_RESTORED = 10_000;

/**
 * Shows breakers to others, and to the next engine. They are decided on in memory; what is shown may
 * be a little old, so changes are gathered and written together, one write at a time, so that an old
 * state never overwrites a new one.
 */
export class BreakerPublisher {
  readonly #options: BreakerPublisherOptions;
  readonly #changed = new Map<string, BreakerStatus>();
  #loop: Loop | null = null;

  constructor(options: BreakerPublisherOptions) {
    this.#options = options;
  }

  /** An endpoint that failed before is met by a probe, not by all that piled up for it. */
  async start(): Promise<void> {
    const { store, fence, timers, lifetime, scheduler } = this.#options;
    const endpointIds = await lifetime.persist('restore breakers', () =>
      store.restoreBreakers(fence, MAX_RESTORED),
    );
    for (const endpointId of endpointIds) scheduler.expectFailing(endpointId);
    this.#loop = startLoop({
      task: () => this.#write(),
      onError: lifetime.fail,
      errorPauseMs: MAX_AGE_MS,
      timers,
    });
  }

  /** A breaker opened until a moment, or closed. */
  changed(endpointId: string, retryAtMs: number | null): void {
    this.#changed.set(endpointId, { endpointId, retryAtMs, atMs: this.#options.clock.now() });
  }

  stop(): void {
    void this.#loop?.stop();
  }

  async #write(): Promise<number> {
    const { store, fence, outages, lifetime } = this.#options;
    const breakers = this.#takeChanges();
    if (breakers.length > 0) {
      await lifetime.persist('save breakers', () => store.saveBreakers(fence, breakers, outages));
    }
    return MAX_AGE_MS;
  }

  #takeChanges(): BreakerStatus[] {
    const breakers: BreakerStatus[] = [];
    for (const [endpointId, breaker] of this.#changed) {
      breakers.push(breaker);
      this.#changed.delete(endpointId);
      if (breakers.length === MAX_CHANGES) break;
    }
    return breakers;
  }
}
