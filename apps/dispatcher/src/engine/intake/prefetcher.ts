import type { Clock, DispatchStore, Fence, PageLimit, PlannedDelivery } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import type { ActiveResend } from '../memory/active-resend.ts';
import { countSet } from '../control/resend-terminator.ts';
import type { ResendBuffer } from '../memory/resend-buffer.ts';
import type { MemoryBudget } from '../memory/memory-budget.ts';

/** Deliveries planned or loaded in one step. */
const PAGE_ROWS = 256;
/** Payload bytes planned or loaded in one step. */
const PAGE_BYTES = 1024 * 1024;
/** A buffer with less than this in memory asks for more. */
const LOW_WATER = 256;
/** A buffer with this much in memory leaves the rest in the database. */
const HIGH_WATER = 1024;

export interface PrefetcherOptions {
  readonly store: Pick<DispatchStore, 'countStep' | 'setTotal' | 'planPage' | 'loadPending'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly budget: MemoryBudget;
  /** Does an operation until it works. */
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
  /** The buffer of a resend for an endpoint, made when it is first needed. */
  readonly bufferFor: (resend: ActiveResend, endpointId: string) => ResendBuffer;
  /** The buffer got deliveries. */
  readonly onLoaded: (buffer: ResendBuffer) => void;
  /** False: fill nothing now; what is asked for later is filled then. */
  readonly admits: (buffer: ResendBuffer) => boolean;
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
    if (resend.isSettled || resend.isHalted || resend.permit === null) return false;
    return resend.total === null || this.#hungryBehind(resend) !== null || this.#wantsPlan(resend);
  }

  isPrefetching(resend: ActiveResend): boolean {
    return this.#busy.has(resend);
  }

  /** Works until no buffer of the resend is hungry or nothing is left; never twice at a time. */
  async prefetch(resend: ActiveResend, signal: AbortSignal): Promise<void> {
    if (this.#busy.has(resend)) return;
    this.#busy.add(resend);
    try {
      while (!signal.aborted && this.wants(resend)) {
        await this.#options.persist('fill a buffer', () => this.#step(resend));
        await this.#options.yieldToLoop();
      }
    } finally {
      this.#busy.delete(resend);
    }
  }

  /** Puts deliveries that were just planned into their buffers, as far as these want them. */
  addPlanned(resend: ActiveResend, planned: readonly PlannedDelivery[]): void {
    const { bufferFor, admits, onLoaded } = this.#options;
    for (const [endpointId, deliveries] of byEndpoint(planned)) {
      const buffer = bufferFor(resend, endpointId);
      const isBarred = resend.permit === null || !admits(buffer);
      if (buffer.hasUnloaded || buffer.loaded >= HIGH_WATER || isBarred) {
        buffer.hasUnloaded = true;
      } else {
        buffer.addFresh(deliveries);
        onLoaded(buffer);
      }
    }
  }

  async #step(resend: ActiveResend): Promise<void> {
    // It is tried again after a failure, and by then the resend may have been halted.
    if (!this.wants(resend)) return;
    if (resend.total === null) {
      await this.#count(resend);
      return;
    }
    const behind = this.#hungryBehind(resend);
    if (behind === null) await this.#plan(resend);
    else await this.#load(behind);
  }

  async #count(resend: ActiveResend): Promise<void> {
    const total = await countSet(this.#options, resend.work.id);
    resend.total = total;
    resend.isSettled = total === 0;
  }

  async #plan(resend: ActiveResend): Promise<void> {
    const { store, fence, clock } = this.#options;
    const { planned: before } = resend;
    const step = { resendId: resend.work.id, planned: before, limit: this.#pageLimit() };
    const { deliveries, planned, done } = await store.planPage(fence, step, clock.now());
    await crashPoint('planned-not-sent');
    this.addPlanned(resend, deliveries);
    if (planned > before + deliveries.length) this.#fallBehind(resend);
    resend.planned = planned;
    resend.isPlanned = done;
  }

  /** More is planned than came here: an answer was lost, and what it held is in the database. */
  #fallBehind(resend: ActiveResend): void {
    for (const buffer of resend.buffers.values()) buffer.hasUnloaded = true;
  }

  async #load(buffer: ResendBuffer): Promise<void> {
    const limit = this.#pageLimit();
    const { epoch } = buffer;
    const { id } = buffer.resend.work;
    const deliveries = await this.#options.store.loadPending(
      id,
      buffer.endpointId,
      buffer.loadedThrough,
      limit,
    );
    if (buffer.epoch !== epoch) return;
    if (deliveries.length === 0) buffer.hasUnloaded = false;
    buffer.addFresh(deliveries);
    this.#options.onLoaded(buffer);
  }

  #hungryBehind(resend: ActiveResend): ResendBuffer | null {
    for (const buffer of resend.buffers.values()) {
      if (buffer.hasUnloaded && this.#isHungry(buffer)) return buffer;
    }
    return null;
  }

  /** Planning continues while any endpoint could take more. */
  #wantsPlan(resend: ActiveResend): boolean {
    if (resend.isPlanned) return false;
    for (const buffer of resend.buffers.values()) if (this.#isHungry(buffer)) return true;
    return false;
  }

  #isHungry(buffer: ResendBuffer): boolean {
    const { admits, budget } = this.#options;
    if (!buffer.canLoad || buffer.loaded >= LOW_WATER) return false;
    if (budget.left === 0 && !buffer.isIdle) return false;
    return admits(buffer);
  }

  #pageLimit(): PageLimit {
    return { rows: PAGE_ROWS, bytes: Math.min(PAGE_BYTES, this.#options.budget.left) };
  }
}

function byEndpoint(deliveries: readonly PlannedDelivery[]): Map<string, PlannedDelivery[]> {
  return Map.groupBy(deliveries, ({ endpointId }) => endpointId);
}
