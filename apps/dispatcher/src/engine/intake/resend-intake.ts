import type { Clock, DispatchStore, Fence, PlannedDelivery, Timers } from '@webhooks/domain';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { ActiveResend } from '../memory/active-resend.ts';
import { MemoryBudget } from '../memory/memory-budget.ts';
import type { ResendBuffer } from '../memory/resend-buffer.ts';
import { ResendBuffers } from '../memory/resend-buffers.ts';
import type { DispatchLoop } from '../scheduling/dispatch-loop.ts';
import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import { ActiveResends } from './active-resends.ts';
import { OverflowSweeper } from './overflow-sweeper.ts';
import { Prefetcher } from './prefetcher.ts';
import { Readmissions } from './readmissions.ts';
import { ResendClaimer } from './resend-claimer.ts';
import { WorkPermits, type PermitLimits } from './work-permits.ts';

export interface ResendIntakeOptions {
  readonly store: DispatchStore;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly lifetime: Lifetime;
  readonly scheduler: EndpointScheduler;
  readonly loop: DispatchLoop;
  readonly limits: { readonly permits: PermitLimits; readonly memoryBytes: number };
  /** A retry was dropped from memory; it is due as before. */
  readonly onRetryDropped: (delivery: PlannedDelivery) => void;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
}

/**
 * Brings resends into memory and out of it: claims them, keeps their buffers filled, parks what an
 * endpoint does not admit. Whoever works on a resend holds it only until it is retired.
 */
export class ResendIntake {
  readonly #options: ResendIntakeOptions;
  readonly #buffers: ResendBuffers;
  readonly #permits: WorkPermits;
  readonly #resends: ActiveResends;
  readonly #prefetcher: Prefetcher;
  readonly #readmissions: Readmissions;
  readonly #overflow: OverflowSweeper;

  constructor(options: ResendIntakeOptions) {
    const { lifetime, limits } = options;
    const budget = new MemoryBudget(limits.memoryBytes);
    const buffers = new ResendBuffers(budget);
    this.#options = options;
    this.#buffers = buffers;
    this.#permits = new WorkPermits({
      permits: limits.permits,
      signal: lifetime.signal,
      onGranted: (resendId) => this.#permitted(resendId),
      onOverflow: () => this.#overflow.add(),
    });
    this.#resends = new ActiveResends({
      ...options,
      claimer: new ResendClaimer({ ...options, budget }),
      permits: this.#permits,
      buffers,
      onClaimed: (resend, deliveries) => this.#prefetcher.addPlanned(resend, deliveries),
      onLeft: (queue) => this.readmit(queue),
    });
    this.#prefetcher = new Prefetcher({
      ...options,
      budget,
      buffers,
      bufferFor: (resend, endpointId) => this.#resends.bufferFor(resend, endpointId),
    });
    this.#readmissions = new Readmissions({
      ...options,
      permits: this.#permits,
      work: (resendId) => this.work(resendId),
    });
    this.#overflow = new OverflowSweeper({
      ...options,
      isKnown: (id) => this.#resends.has(id) || this.#permits.isWaiting(id),
      activate: async (id) => void (await this.#activate(id, (resend) => this.prefetch(resend))),
    });
    lifetime.signal.addEventListener('abort', () => this.#resends.fail(lifetime.signal.reason));
  }

  /** Resends in memory. */
  get size(): number {
    return this.#resends.size;
  }

  /** Works on a resend; resolves when nothing of it can be done now. */
  async work(resendId: number): Promise<void> {
    const { lifetime } = this.#options;
    let last: Awaited<ActiveResend['retired']>;
    do {
      lifetime.signal.throwIfAborted();
      const resend = await this.#activate(resendId, (activated) => this.prefetch(activated));
      if (resend === null) return;
      last = await resend.retired;
      // One that was halted may have been resumed before it had left memory.
    } while (last === 'halted');
  }

  /** Fills the buffers of a resend, and retires it if there is nothing to do. */
  prefetch(resend: ActiveResend): void {
    // Whoever fills it looks again at its end.
    if (this.#prefetcher.isPrefetching(resend)) return;
    if (this.#options.lifetime.state !== 'running' || !this.#prefetcher.wants(resend)) {
      this.#resends.retireIfIdle(resend);
    } else {
      this.load(resend, () => this.#prefetcher.prefetch(resend));
    }
  }

  /** Does something that may add deliveries to a resend; it stays in memory meanwhile. */
  load(resend: ActiveResend, load: () => Promise<void>): void {
    const { lifetime } = this.#options;
    resend
      .load(load)
      .catch(lifetime.fail)
      .finally(() => {
        // There may be room again for what was not admitted meanwhile: of this resend, and of others
        // where nothing came for it.
        this.prefetch(resend);
        if (!resend.isLoading) this.#readmitBeside(resend);
      });
  }

  /** Adds a retry that is due; false when nothing of its resend may be done now. */
  async addRetry(delivery: PlannedDelivery): Promise<boolean> {
    const { endpointId, resendId } = delivery;
    let isAdded = false;
    await this.#activate(resendId, (resend) => {
      if (resend.state === 'halted') return;
      this.#resends.bufferFor(resend, endpointId).addRetry(delivery);
      this.#options.loop.makeReady(endpointId);
      isAdded = true;
    });
    return isAdded;
  }

  /** An endpoint may have room for what it did not admit: first what is in memory, then what left it. */
  readmit(queue: EndpointQueue): void {
    const { clock } = this.#options;
    for (let buffer = queue.takeRefused(clock.now()); buffer !== null;) {
      this.prefetch(buffer.resend);
      buffer = queue.takeRefused(clock.now());
    }
    this.#readmissions.readmit(queue);
  }

  /** Looks again at every resend that is in memory for an endpoint. */
  prefetchAll(queue: EndpointQueue): void {
    for (const { resend } of queue.buffers) this.prefetch(resend);
  }

  /** Drops what is in memory for an endpoint; it is loaded again when that may continue. */
  unloadAll(queue: EndpointQueue): void {
    for (const buffer of queue.buffers) this.#unload(queue, buffer);
  }

  /** A resend may go so fast from now on; one that is not in memory learns it when it comes back. */
  async limit(resendId: number, maxRatePerSecond: number | null): Promise<void> {
    const resend = await this.#resends.limit(resendId, maxRatePerSecond);
    if (resend === null) return;
    for (const { endpointId } of this.#buffers.of(resend)) this.#options.loop.makeReady(endpointId);
  }

  /** Starts nothing more of a resend. Null when it is not in memory. */
  async halt(resendId: number): Promise<ActiveResend | null> {
    const resend = await this.#resends.find(resendId);
    if (resend === null) return null;
    resend.halt();
    for (const buffer of this.#buffers.of(resend)) {
      const queue = this.#options.scheduler.get(buffer.endpointId);
      if (queue !== undefined) this.#unload(queue, buffer);
    }
    return resend;
  }

  /** All that went first of a resend is answered: it leaves memory, to be claimed again with the rest. */
  async haltSample(resendId: number): Promise<void> {
    const resend = await this.#resends.find(resendId);
    if (resend?.isSampling === true) await this.halt(resendId);
  }

  /** Nobody takes a resend into work while it is settled without being sent. */
  whileTerminating(resendId: number, terminate: () => Promise<void>): Promise<void> {
    return this.#resends.whileTerminating(resendId, terminate);
  }

  start(): void {
    this.#overflow.start();
  }

  stop(): void {
    this.#overflow.stop();
  }

  /**
   * Has a resend in memory and does something with it at once: others who wait for the same load may
   * find nothing to do, and retire it the next moment. Null when nothing of it may be done.
   */
  async #activate(
    resendId: number,
    use: (resend: ActiveResend) => void,
  ): Promise<ActiveResend | null> {
    const { lifetime } = this.#options;
    let resend: ActiveResend | null;
    do {
      resend = await lifetime.persist('load a resend', () => this.#resends.activate(resendId));
    } while (resend?.state === 'retired');
    if (resend !== null) use(resend);
    return resend;
  }

  #readmitBeside(resend: ActiveResend): void {
    for (const { endpointId } of [...this.#buffers.of(resend)]) {
      const queue = this.#options.scheduler.get(endpointId);
      if (queue !== undefined) this.readmit(queue);
    }
  }

  #unload(queue: EndpointQueue, buffer: ResendBuffer): void {
    for (const { kind, delivery } of queue.unload(buffer)) {
      if (kind === 'retry') this.#options.onRetryDropped(delivery);
    }
    this.#resends.retireIfIdle(buffer.resend);
  }

  /** A resend that waited for its permit is worked on. */
  #permitted(resendId: number): void {
    this.work(resendId).then(
      () => {
        this.#permits.forgo(resendId);
        this.#readmissions.permitted(resendId);
      },
      // The engine ends.
      () => undefined,
    );
  }
}
