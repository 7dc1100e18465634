import { paceToProbe } from '@webhooks/delivery';
import type { Clock, Endpoint, Timers } from '@webhooks/domain';
import { LruMap } from '@webhooks/runtime';

import { InFlight, type SlotHolder } from '../memory/in-flight.ts';
import type { QueuedDelivery, ResendBuffer } from '../memory/resend-buffer.ts';
import { unknownLimits, type BreakerKind, type Pacing } from './endpoint-pacer.ts';
import { EndpointQueue, type EndpointQueuePolicy } from './endpoint-queue.ts';
import { RoundRobin } from './round-robin.ts';

/** A resend of one object does not wait for bulk resends. */
const modes = ['interactive', 'bulk'] as const;

/** Longest sleep, so that a clock that jumps is noticed. */
const MAX_SLEEP_MS = 30_000;
/** Endpoints whose pace is known although nothing waits for them; some hundred bytes each. */
const MAX_PACES = 10_000;

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

/** The queues of all endpoints that matter now, whose turn it is, and how much is in flight. */
export class EndpointScheduler {
  readonly #options: EndpointSchedulerOptions;
  readonly #queues = new Map<string, EndpointQueue>();
  readonly #turns = new RoundRobin();
  readonly #timers = new Map<EndpointQueue, () => void>();
  /**
   * What queues that were forgotten knew of their endpoints. Without it, resends that come one after
   * the other would each begin as if nothing was known: no rate would hold, no breaker would open.
   */
  readonly #paces = new LruMap<string, Pacing>(MAX_PACES);
  readonly #inFlight: InFlight;

  constructor(options: EndpointSchedulerOptions) {
    this.#options = options;
    this.#inFlight = new InFlight(options.maxInFlight);
  }

  /** Deliveries that are started and not recorded yet. */
  get inFlight(): number {
    return this.#inFlight.total;
  }

  add(buffer: ResendBuffer): void {
    const { endpointId, resend } = buffer;
    let queue = this.#queues.get(endpointId);
    if (queue === undefined) {
      const pacing = this.#paces.get(endpointId) ?? null;
      this.#paces.delete(endpointId);
      queue = new EndpointQueue(endpointId, resend.work.accountId, this.#options.policy, pacing);
      this.#queues.set(endpointId, queue);
    }
    queue.add(buffer);
  }

  /** The endpoint was failing when an earlier engine ended: its next attempt is a probe. */
  expectFailing(endpointId: string): void {
    const { policy, clock } = this.#options;
    const pace = paceToProbe(clock.now());
    this.#paces.set(endpointId, { limits: unknownLimits(policy), pace });
  }

  /** A buffer leaves memory. */
  remove(buffer: ResendBuffer): void {
    const queue = this.#queues.get(buffer.endpointId);
    queue?.remove(buffer);
    if (queue?.isForgettable === true) this.#forget(queue);
  }

  /**
   * A resend is to leave memory because its endpoint does not admit it. It is woken when the breaker
   * lets something through: a clock that was set back may have closed it again after that.
   */
  park(buffer: ResendBuffer): void {
    const queue = this.#queues.get(buffer.endpointId);
    if (queue === undefined) return;
    queue.park(buffer);
    const { opensAtMs } = queue;
    if (opensAtMs !== null && !this.#timers.has(queue)) this.#wakeAt(queue, opensAtMs);
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
    if (queue !== undefined) this.#turns.move(queue, 'ready');
  }

  /** Takes over the limits of an endpoint as it is now; true when more may start than before. */
  limit(endpoint: Endpoint): boolean {
    return this.#queues.get(endpoint.id)?.limit(endpoint, this.#options.clock.now()) ?? false;
  }

  /** Starts the next delivery whose turn it is; null when no queue can start one. */
  start(): QueuedDelivery | null {
    if (this.#inFlight.isFull) return null;
    for (let queue = this.#turns.next(); queue !== null; queue = this.#turns.next()) {
      const item = this.#startOf(queue);
      if (item !== null) return item;
    }
    return null;
  }

  /** The outcome of a started delivery is recorded. */
  recorded(item: QueuedDelivery): void {
    const queue = this.#queues.get(item.delivery.endpointId);
    if (queue === undefined) return;
    this.#inFlight.recorded(holderOf(queue, item));
    queue.recorded(item);
    this.#turns.readyAll();
    this.#turns.move(queue, 'ready');
    this.#options.onRoom(queue);
  }

  /** Wakes the queue when its pace allows something again. */
  sleep(queue: EndpointQueue): void {
    const { wakeAtMs } = queue;
    if (wakeAtMs !== null) this.#wakeAt(queue, wakeAtMs);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #wakeAt(queue: EndpointQueue, atMs: number): void {
    const { clock, timers, onAgain } = this.#options;
    this.#timers.get(queue)?.();
    const delayMs = Math.max(1, Math.min(atMs - clock.now(), MAX_SLEEP_MS));
    const wake = (): void => {
      this.#timers.delete(queue);
      const wasHeld = queue.endHold(clock.now());
      const { isForgettable } = queue;
      if (isForgettable) this.#forget(queue);
      if (wasHeld || !isForgettable) onAgain(queue);
    };
    this.#timers.set(queue, timers.after(delayMs, wake));
  }

  /** What one queue may start now; without anything it loses its turn. */
  #startOf(queue: EndpointQueue): QueuedDelivery | null {
    const { accountId } = queue;
    if (!modes.some((mode) => this.#inFlight.hasSlot(accountId, mode))) {
      this.#turns.shortAll(accountId);
      return null;
    }
    const granted = modes.filter((mode) =>
      this.#inFlight.hasSlotFor(accountId, mode, queue.inFlight),
    );
    const item = queue.start(this.#options.clock.now(), granted);
    if (item !== null) {
      this.#inFlight.start(holderOf(queue, item));
      return item;
    }
    this.#options.onRoom(queue);
    const isShort = granted.length < modes.length && queue.retryAtMs === null;
    this.#turns.move(queue, isShort ? 'short' : 'idle');
    this.sleep(queue);
    return null;
  }

  #forget(queue: EndpointQueue): void {
    this.#timers.get(queue)?.();
    this.#timers.delete(queue);
    this.#turns.move(queue, 'idle');
    this.#queues.delete(queue.endpointId);
    this.#paces.set(queue.endpointId, queue.pacing);
  }
}

/** Who holds the slot of a delivery, and what counts it. */
function holderOf(queue: EndpointQueue, { buffer }: QueuedDelivery): SlotHolder {
  const { mode, resend } = buffer;
  const counts = [queue.inFlight, buffer.inFlight, resend.inFlight];
  return { accountId: queue.accountId, mode, counts };
}
