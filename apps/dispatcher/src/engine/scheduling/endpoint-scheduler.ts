import { paceToProbe } from '@webhooks/delivery';
import type { Clock, Timers } from '@webhooks/domain';

import type { ResendBuffer } from '../memory/resend-buffer.ts';
import {
  EndpointQueue,
  unknownLimits,
  type BreakerKind,
  type EndpointQueuePolicy,
} from './endpoint-queue.ts';
import { PaceCache } from './pace-cache.ts';
import type { QueuedDelivery } from '../memory/queued-delivery.ts';
import { Slots } from './slots.ts';
import { RoundRobin } from './round-robin.ts';

/** A resend of one object does not wait for bulk resends. */
const modes = ['interactive', 'bulk'] as const;

/** Longest sleep, so that a clock that jumps is noticed. */
const MAX_SLEEP_MS = 30_000;

export interface EndpointSchedulerOptions {
  readonly policy: EndpointQueuePolicy;
  /** Deliveries in flight at once, over all endpoints. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The pace of a queue allows something again. */
  readonly onAgain: (queue: EndpointQueue) => void;
  /** A queue may have room for resends that it did not admit. */
  readonly onRoom: (queue: EndpointQueue) => void;
}

/** How many endpoints have their breaker in which state. */
export type BreakerCounts = Readonly<Record<BreakerKind, number>>;

/** The queues of all endpoints that matter now, and whose turn it is. */
export class EndpointScheduler {
  readonly #options: EndpointSchedulerOptions;
  readonly #queues = new Map<string, EndpointQueue>();
  readonly #roundRobin = new RoundRobin();
  readonly #timers = new Map<EndpointQueue, () => void>();
  readonly #paces = new PaceCache();
  readonly #slots: Slots;

  constructor(options: EndpointSchedulerOptions) {
    this.#options = options;
    this.#slots = new Slots(options.maxInFlight);
  }

  /** Deliveries that are started and not recorded yet. */
  get inFlight(): number {
    return this.#slots.taken;
  }

  add(buffer: ResendBuffer): void {
    const { endpointId } = buffer;
    let queue = this.#queues.get(endpointId);
    if (queue === undefined) {
      const pacing = this.#paces.take(endpointId);
      queue = new EndpointQueue(
        endpointId,
        buffer.resend.work.accountId,
        this.#options.policy,
        pacing,
      );
      this.#queues.set(endpointId, queue);
    }
    queue.buffers.add(buffer);
  }

  /** The endpoint was failing when an earlier engine ended: its next attempt is a probe. */
  expectFailing(endpointId: string): void {
    const { policy, clock } = this.#options;
    const pace = paceToProbe(clock.now());
    this.#paces.keep(endpointId, { limits: unknownLimits(policy), pace });
  }

  /** A buffer leaves memory. */
  remove(buffer: ResendBuffer): void {
    const queue = this.#queues.get(buffer.endpointId);
    queue?.buffers.delete(buffer);
    queue?.refused.delete(buffer);
    if (queue?.isForgettable === true) this.#forget(queue);
  }

  get(endpointId: string): EndpointQueue | undefined {
    return this.#queues.get(endpointId);
  }

  breakers(): BreakerCounts {
    const counts = { closed: 0, open: 0, half_open: 0 };
    for (const { breaker } of this.#queues.values()) counts[breaker] += 1;
    return counts;
  }

  /** False while the endpoint's breaker lets nothing through. */
  isOpen(endpointId: string): boolean {
    return this.#queues.get(endpointId)?.isOpen(this.#options.clock.now()) ?? true;
  }

  /** Whether a buffer may be filled now. */
  admits(buffer: ResendBuffer): boolean {
    return this.#queues.get(buffer.endpointId)?.admits(buffer, this.#options.clock.now()) ?? true;
  }

  /** The endpoint may have something to start. */
  makeReady(endpointId: string): void {
    const queue = this.#queues.get(endpointId);
    if (queue !== undefined) this.#roundRobin.add(queue);
  }

  /** The next delivery whose turn it is; null when no queue can start one. */
  take(): QueuedDelivery | null {
    if (!this.#slots.isAnyFree) return null;
    for (let queue = this.#roundRobin.next(); queue !== null; queue = this.#roundRobin.next()) {
      const item = this.#takeFrom(queue);
      if (item !== null) return item;
    }
    return null;
  }

  /** The outcome of a started delivery is recorded. */
  release(item: QueuedDelivery): void {
    const { endpointId } = item.delivery;
    const queue = this.#queues.get(endpointId);
    if (queue === undefined) return;
    queue.release(item);
    this.#slots.give(queue, item.buffer.resend.work.mode);
    this.#roundRobin.endWait();
    this.#roundRobin.add(queue);
    this.#options.onRoom(queue);
  }

  /** Wakes the queue when its pace allows something again. */
  sleep(queue: EndpointQueue): void {
    const { clock, timers, onAgain } = this.#options;
    if (queue.retryAtMs === null) return;
    this.#timers.get(queue)?.();
    const delayMs = Math.max(1, Math.min(queue.retryAtMs - clock.now(), MAX_SLEEP_MS));
    const wake = (): void => {
      this.#timers.delete(queue);
      if (queue.isForgettable) this.#forget(queue);
      else onAgain(queue);
    };
    this.#timers.set(queue, timers.after(delayMs, wake));
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** What one queue may start now; without anything it loses its turn. */
  #takeFrom(queue: EndpointQueue): QueuedDelivery | null {
    if (!modes.some((mode) => this.#slots.mayTake(queue.accountId, mode))) {
      this.#roundRobin.waitAll(queue.accountId);
      return null;
    }
    const granted = modes.filter((mode) => this.#slots.mayTakeFor(queue, mode));
    const item = queue.take(this.#options.clock.now(), granted);
    if (item !== null) {
      this.#slots.take(queue, item.buffer.resend.work.mode);
      return item;
    }
    this.#options.onRoom(queue);
    const isShort = granted.length < modes.length && queue.retryAtMs === null;
    if (isShort) this.#roundRobin.wait(queue);
    else this.#roundRobin.remove(queue);
    this.sleep(queue);
    return null;
  }

  #forget(queue: EndpointQueue): void {
    this.#timers.get(queue)?.();
    this.#timers.delete(queue);
    this.#roundRobin.remove(queue);
    this.#queues.delete(queue.endpointId);
    this.#paces.keep(queue.endpointId, queue.pacing);
  }
}
