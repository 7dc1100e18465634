import type { Clock, DispatchStore, Fence, PageLimit, PlannedDelivery } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { ActiveResend } from '../memory/active-resend.ts';
import type { MemoryBudget } from '../memory/memory-budget.ts';
import type { ResendBuffer } from '../memory/resend-buffer.ts';
import type { ResendBuffers } from '../memory/resend-buffers.ts';
import type { DispatchLoop } from '../scheduling/dispatch-loop.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import { chooseSample } from './choose-sample.ts';
import { countSet } from './count-set.ts';

/** Deliveries planned or loaded in one step. */
const PAGE_ROWS = 256;
/** Payload bytes planned or loaded in one step. */
const PAGE_BYTES = 1024 * 1024;
/** A buffer with less than this in memory asks for more. */
const LOW_WATER = 256;
/** A resend with a rate has no more in memory for an endpoint than starts in so many seconds. */
const RATED_S = 2;
/** A buffer with this much in memory leaves the rest in the database. */
const HIGH_WATER = 1024;

export interface PrefetcherOptions {
  readonly store: Pick<
    DispatchStore,
    'countStep' | 'setTotal' | 'planPage' | 'loadPending' | 'sampleRows' | 'startSample'
  >;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly lifetime: Lifetime;
  readonly budget: MemoryBudget;
  readonly buffers: ResendBuffers;
  readonly scheduler: EndpointScheduler;
  readonly loop: DispatchLoop;
  /** The buffer of a resend for an endpoint, made when it is first needed. */
  readonly bufferFor: (resend: ActiveResend, endpointId: string) => ResendBuffer;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
}

/**
 * Keeps the buffers of a resend filled: counts the set once, then plans it page by page as its
 * buffers run low, and loads again what was planned ahead of a slower buffer.
 */
export class Prefetcher {
  readonly #options: PrefetcherOptions;
  /** Resends that are being filled. */
  readonly #busy = new Set<ActiveResend>();

  constructor(options: PrefetcherOptions) {
    this.#options = options;
  }

  /** True when a buffer of the resend is hungry, or the set is not counted yet. */
  wants(resend: ActiveResend): boolean {
    if (resend.state !== 'active' || !resend.hasPermit) return false;
    if (resend.total === null || resend.awaitsSample) return true;
    return this.#hungryBehind(resend) !== null || this.#wantsPlan(resend);
  }

  isPrefetching(resend: ActiveResend): boolean {
    return this.#busy.has(resend);
  }

  /** Works until no buffer of the resend is hungry or nothing is left; never twice at a time. */
  async prefetch(resend: ActiveResend): Promise<void> {
    const { lifetime, yieldToLoop } = this.#options;
    if (this.#busy.has(resend)) return;
    this.#busy.add(resend);
    try {
      while (!lifetime.signal.aborted && this.wants(resend)) {
        await lifetime.persist('fill a buffer', () => this.#step(resend));
        await yieldToLoop();
      }
    } finally {
      this.#busy.delete(resend);
    }
  }

  /** Puts deliveries that were just planned into their buffers, as far as these want them. */
  addPlanned(resend: ActiveResend, planned: readonly PlannedDelivery[]): void {
    const { bufferFor, scheduler, loop } = this.#options;
    for (const [endpointId, deliveries] of byEndpoint(planned)) {
      const buffer = bufferFor(resend, endpointId);
      const isBarred = !resend.hasPermit || !scheduler.admits(buffer);
      if (resend.isSampling || buffer.hasUnloaded || buffer.loaded >= HIGH_WATER || isBarred) {
        buffer.leaveUnloaded();
      } else {
        buffer.addFresh(deliveries);
        loop.makeReady(endpointId);
      }
    }
  }

  async #step(resend: ActiveResend): Promise<void> {
    // It is tried again after a failure, and by then the resend may have been halted.
    if (!this.wants(resend)) return;
    if (resend.total === null) {
      resend.counted(await countSet(this.#options, resend.work.id));
      return;
    }
    if (resend.awaitsSample && resend.isPlanned) {
      await chooseSample(this.#options, resend);
      return;
    }
    const behind = resend.awaitsSample ? null : this.#hungryBehind(resend);
    if (behind === null) await this.#plan(resend);
    else await this.#load(behind);
  }

  async #plan(resend: ActiveResend): Promise<void> {
    const { store, fence, clock, buffers } = this.#options;
    const { planned: before } = resend;
    const step = { resendId: resend.work.id, planned: before, limit: this.#pageLimit(resend) };
    const { deliveries, planned, done } = await store.planPage(fence, step, clock.now());
    await crashPoint('planned-not-sent');
    this.addPlanned(resend, deliveries);
    if (planned > before + deliveries.length) {
      // More is planned than came here: an answer was lost, and what it held is in the database.
      for (const buffer of buffers.of(resend)) buffer.leaveUnloaded();
    }
    resend.plannedThrough(planned, done);
  }

  async #load(buffer: ResendBuffer): Promise<void> {
    const { store, loop } = this.#options;
    const { epoch, endpointId, loadedThrough, resend } = buffer;
    const limit = this.#pageLimit(resend);
    const { work, isSampling } = resend;
    // The answers to a sample may be judged meanwhile: what comes then is loaded when it is claimed anew.
    const read = await store.loadPending(work.id, endpointId, loadedThrough, limit, isSampling);
    if (buffer.epoch !== epoch) return;
    buffer.addRead(read);
    loop.makeReady(endpointId);
  }

  #hungryBehind(resend: ActiveResend): ResendBuffer | null {
    for (const buffer of this.#options.buffers.of(resend)) {
      if (buffer.hasUnloaded && this.#isHungry(buffer)) return buffer;
    }
    return null;
  }

  /** Planning continues while any endpoint could take more. */
  #wantsPlan(resend: ActiveResend): boolean {
    if (resend.isPlanned) return false;
    for (const buffer of this.#options.buffers.of(resend)) if (this.#isHungry(buffer)) return true;
    return false;
  }

  #isHungry(buffer: ResendBuffer): boolean {
    const { scheduler, budget } = this.#options;
    if (!buffer.canLoad || buffer.loaded >= Math.min(LOW_WATER, rowsAhead(buffer.resend)))
      return false;
    if (budget.left === 0 && !buffer.isIdle) return false;
    return scheduler.admits(buffer);
  }

  #pageLimit(resend: ActiveResend): PageLimit {
    const rows = Math.min(PAGE_ROWS, rowsAhead(resend));
    return { rows, bytes: Math.min(PAGE_BYTES, this.#options.budget.left) };
  }
}

/** What is worth having in memory of a resend ahead of its turn. */
function rowsAhead({ rate: { perSecond } }: ActiveResend): number {
  return perSecond === null ? PAGE_ROWS : Math.ceil(perSecond * RATED_S) + 1;
}

function byEndpoint(deliveries: readonly PlannedDelivery[]): Map<string, PlannedDelivery[]> {
  return Map.groupBy(deliveries, ({ endpointId }) => endpointId);
}
