import { paceToProbe } from '@webhooks/delivery';
import type { Clock, Timers } from '@webhooks/domain';

import type { DeliveryQueue } from './resend-buffer.ts';
import { Lane, unknownLimits, type BreakerKind, type LanePolicy } from './endpoint-queue.ts';
import { PaceMemory } from './pace-cache.ts';
import type { QueuedDelivery } from './queued-delivery.ts';
import { Slots } from './slots.ts';
import { Turns } from './round-robin.ts';

/** A resend of one object does not wait for bulk resends. */
const modes = ['interactive', 'bulk'] as const;

/** Longest sleep, so that a clock that jumps is noticed. */
const MAX_SLEEP_MS = 30_000;

export interface LanesOptions {
  readonly policy: LanePolicy;
  /** Deliveries in flight at once, over all endpoints. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The pace of a lane allows something again. */
  readonly onAgain: (lane: Lane) => void;
  /** A lane may have room for resends that it did not admit. */
  readonly onRoom: (lane: Lane) => void;
}

/** How many endpoints have their breaker in which state. */
export type BreakerCounts = Readonly<Record<BreakerKind, number>>;

/** The lanes of all endpoints that matter now, and whose turn it is. */
export class Lanes {
  readonly #options: LanesOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly #turns = new Turns();
  readonly #timers = new Map<Lane, () => void>();
  readonly #paces = new PaceMemory();
  readonly #slots: Slots;

  constructor(options: LanesOptions) {
    this.#options = options;
    this.#slots = new Slots(options.maxInFlight);
  }

  /** Deliveries that are taken and not recorded yet. */
  get inFlight(): number {
    return this.#slots.taken;
  }

  add(queue: DeliveryQueue): void {
    const { endpointId } = queue;
    let lane = this.#lanes.get(endpointId);
    if (lane === undefined) {
      const pacing = this.#paces.take(endpointId);
      lane = new Lane(endpointId, queue.resend.work.accountId, this.#options.policy, pacing);
      this.#lanes.set(endpointId, lane);
    }
    lane.queues.add(queue);
  }

  /** The endpoint was failing when an earlier engine ended: its next attempt is a probe. */
  expectFailing(endpointId: string): void {
    const { policy, clock } = this.#options;
    const pace = paceToProbe(clock.now());
    this.#paces.keep(endpointId, { limits: unknownLimits(policy), pace });
  }

  /** A queue leaves memory. */
  remove(queue: DeliveryQueue): void {
    const lane = this.#lanes.get(queue.endpointId);
    lane?.queues.delete(queue);
    lane?.refused.delete(queue);
    if (lane?.isForgettable === true) this.#forget(lane);
  }

  get(endpointId: string): Lane | undefined {
    return this.#lanes.get(endpointId);
  }

  breakers(): BreakerCounts {
    const counts = { closed: 0, open: 0, half_open: 0 };
    for (const { breaker } of this.#lanes.values()) counts[breaker] += 1;
    return counts;
  }

  /** False while the endpoint's breaker lets nothing through. */
  isOpen(endpointId: string): boolean {
    return this.#lanes.get(endpointId)?.isOpen(this.#options.clock.now()) ?? true;
  }

  /** Whether a queue may be filled now. */
  admits(queue: DeliveryQueue): boolean {
    return this.#lanes.get(queue.endpointId)?.admits(queue, this.#options.clock.now()) ?? true;
  }

  /** The endpoint may have something to start. */
  makeReady(endpointId: string): void {
    const lane = this.#lanes.get(endpointId);
    if (lane !== undefined) this.#turns.add(lane);
  }

  /** The next delivery whose turn it is; null when no lane can start one. */
  take(): QueuedDelivery | null {
    if (!this.#slots.isAnyFree) return null;
    for (let lane = this.#turns.next(); lane !== null; lane = this.#turns.next()) {
      const item = this.#takeFrom(lane);
      if (item !== null) return item;
    }
    return null;
  }

  /** The outcome of a taken delivery is recorded. */
  release(item: QueuedDelivery): void {
    const { endpointId } = item.delivery;
    const lane = this.#lanes.get(endpointId);
    if (lane === undefined) return;
    lane.release(item);
    this.#slots.give(lane, item.queue.resend.work.mode);
    this.#turns.endWait();
    this.#turns.add(lane);
    this.#options.onRoom(lane);
  }

  /** Wakes the lane when its pace allows something again. */
  sleep(lane: Lane): void {
    const { clock, timers, onAgain } = this.#options;
    if (lane.retryAtMs === null) return;
    this.#timers.get(lane)?.();
    const delayMs = Math.max(1, Math.min(lane.retryAtMs - clock.now(), MAX_SLEEP_MS));
    const wake = (): void => {
      this.#timers.delete(lane);
      if (lane.isForgettable) this.#forget(lane);
      else onAgain(lane);
    };
    this.#timers.set(lane, timers.after(delayMs, wake));
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** What one lane may start now; without anything it loses its turn. */
  #takeFrom(lane: Lane): QueuedDelivery | null {
    if (!modes.some((mode) => this.#slots.mayTake(lane.accountId, mode))) {
      this.#turns.waitAll(lane.accountId);
      return null;
    }
    const granted = modes.filter((mode) => this.#slots.mayTakeFor(lane, mode));
    const item = lane.take(this.#options.clock.now(), granted);
    if (item !== null) {
      this.#slots.take(lane, item.queue.resend.work.mode);
      return item;
    }
    this.#options.onRoom(lane);
    const isShort = granted.length < modes.length && lane.retryAtMs === null;
    if (isShort) this.#turns.wait(lane);
    else this.#turns.remove(lane);
    this.sleep(lane);
    return null;
  }

  #forget(lane: Lane): void {
    this.#timers.get(lane)?.();
    this.#timers.delete(lane);
    this.#turns.remove(lane);
    this.#lanes.delete(lane.endpointId);
    this.#paces.keep(lane.endpointId, lane.pacing);
  }
}
