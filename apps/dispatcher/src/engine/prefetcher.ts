import type { Clock, DispatchStore, Fence, PageLimit, PlannedDelivery } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import type { ActiveResend } from './active-resend.ts';
import { countSet } from './resend-terminator.ts';
import type { DeliveryQueue } from './resend-buffer.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** Deliveries planned or loaded in one step. */
const PAGE_ROWS = 256;
/** Payload bytes planned or loaded in one step. */
const PAGE_BYTES = 1024 * 1024;
/** A queue with less than this in memory asks for more. */
const LOW_WATER = 256;
/** A queue with this much in memory leaves the rest in the database. */
const HIGH_WATER = 1024;

export interface FillerOptions {
  readonly store: Pick<DispatchStore, 'countStep' | 'setTotal' | 'planPage' | 'loadPending'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly budget: MemoryBudget;
  /** Does an operation until it works. */
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
  /** The queue of a resend for an endpoint, made when it is first needed. */
  readonly queueFor: (resend: ActiveResend, endpointId: string) => DeliveryQueue;
  /** The queue got deliveries. */
  readonly onFilled: (queue: DeliveryQueue) => void;
  /** False: fill nothing now; what is asked for later is filled then. */
  readonly admits: (queue: DeliveryQueue) => boolean;
}

/**
 * Keeps the windows of a resend filled: counts the set once, then plans it page by page as its
 * queues run low, and loads again what was planned ahead of a slower queue.
 */
export class Filler {
  readonly #options: FillerOptions;
  /** Resends that are being filled. */
  readonly #busy = new Set<ActiveResend>();

  constructor(options: FillerOptions) {
    this.#options = options;
  }

  /** True when a queue of the resend is hungry, or the set is not counted yet. */
  wants(resend: ActiveResend): boolean {
    if (resend.isSettled || resend.isHalted || resend.place === null) return false;
    return resend.total === null || this.#hungryBehind(resend) !== null || this.#wantsPlan(resend);
  }

  isFilling(resend: ActiveResend): boolean {
    return this.#busy.has(resend);
  }

  /** Works until no queue of the resend is hungry or nothing is left; never twice at a time. */
  async fill(resend: ActiveResend, signal: AbortSignal): Promise<void> {
    if (this.#busy.has(resend)) return;
    this.#busy.add(resend);
    try {
      while (!signal.aborted && this.wants(resend)) {
        await this.#options.persist('fill a window', () => this.#step(resend));
        await this.#options.yieldToLoop();
      }
    } finally {
      this.#busy.delete(resend);
    }
  }

  /** Puts deliveries that were just planned into their queues, as far as these want them. */
  takeIn(resend: ActiveResend, planned: readonly PlannedDelivery[]): void {
    const { queueFor, admits, onFilled } = this.#options;
    for (const [endpointId, deliveries] of byEndpoint(planned)) {
      const queue = queueFor(resend, endpointId);
      const isBarred = resend.place === null || !admits(queue);
      if (queue.isBehind || queue.loaded >= HIGH_WATER || isBarred) {
        queue.isBehind = true;
      } else {
        queue.addFresh(deliveries);
        onFilled(queue);
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
    this.takeIn(resend, deliveries);
    if (planned > before + deliveries.length) this.#fallBehind(resend);
    resend.planned = planned;
    resend.isPlanned = done;
  }

  /** More is planned than came here: an answer was lost, and what it held is in the database. */
  #fallBehind(resend: ActiveResend): void {
    for (const queue of resend.queues.values()) queue.isBehind = true;
  }

  async #load(queue: DeliveryQueue): Promise<void> {
    const limit = this.#pageLimit();
    const { epoch } = queue;
    const { id } = queue.resend.work;
    const deliveries = await this.#options.store.loadPending(
      id,
      queue.endpointId,
      queue.loadedThrough,
      limit,
    );
    if (queue.epoch !== epoch) return;
    if (deliveries.length === 0) queue.isBehind = false;
    queue.addFresh(deliveries);
    this.#options.onFilled(queue);
  }

  #hungryBehind(resend: ActiveResend): DeliveryQueue | null {
    for (const queue of resend.queues.values()) {
      if (queue.isBehind && this.#isHungry(queue)) return queue;
    }
    return null;
  }

  /** Planning goes on while any endpoint could take more. */
  #wantsPlan(resend: ActiveResend): boolean {
    if (resend.isPlanned) return false;
    for (const queue of resend.queues.values()) if (this.#isHungry(queue)) return true;
    return false;
  }

  #isHungry(queue: DeliveryQueue): boolean {
    const { admits, budget } = this.#options;
    if (!queue.canLoad || queue.loaded >= LOW_WATER) return false;
    if (budget.left === 0 && !queue.isIdle) return false;
    return admits(queue);
  }

  #pageLimit(): PageLimit {
    return { rows: PAGE_ROWS, bytes: Math.min(PAGE_BYTES, this.#options.budget.left) };
  }
}

function byEndpoint(deliveries: readonly PlannedDelivery[]): Map<string, PlannedDelivery[]> {
  return Map.groupBy(deliveries, ({ endpointId }) => endpointId);
}
