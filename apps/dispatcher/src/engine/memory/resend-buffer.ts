import type { PlannedDelivery } from '@webhooks/domain';

import type { ActiveResend } from './active-resend.ts';
import { Fifo } from '../ordering/fifo.ts';
import { BlockedOrderingKeys } from '../ordering/blocked-ordering-keys.ts';
import type { MemoryBudget } from './memory-budget.ts';
import { estimatedBytes, queued, type QueuedDelivery } from './queued-delivery.ts';

/**
 * The deliveries of one resend for one endpoint, as far as they are in memory. The database is the
 * whole queue; this is the part of it that was prefetched, filled up when it runs low.
 */
export class ResendBuffer {
  readonly resend: ActiveResend;
  readonly endpointId: string;
  readonly blockedKeys = new BlockedOrderingKeys();
  /** Deliveries up to this position were loaded; what is PENDING behind it was not. */
  loadedThrough = 0;
  /** True while planned deliveries behind loadedThrough may wait in the database. */
  hasUnloaded: boolean;
  /** Started and not recorded yet. */
  inFlight = 0;
  /** Retries and successors, which go first. */
  readonly #urgent = new Fifo<QueuedDelivery>();
  readonly #fresh = new Fifo<QueuedDelivery>();
  /** Loaded and not started, those that wait for the lock of their ordering key included. */
  #loaded = 0;
  #isUnloaded = false;
  #epoch = 0;
  readonly #budget: MemoryBudget;

  constructor(
    resend: ActiveResend,
    endpointId: string,
    hasUnloaded: boolean,
    budget: MemoryBudget,
  ) {
    this.resend = resend;
    this.endpointId = endpointId;
    this.hasUnloaded = hasUnloaded;
    this.#budget = budget;
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** Nothing in memory and nothing in flight. */
  get isIdle(): boolean {
    return this.#loaded === 0 && this.inFlight === 0;
  }

  /** True while something may come for it. */
  get isBeingPrefetched(): boolean {
    return this.hasUnloaded && this.resend.pendingLoads > 0;
  }

  /** True after `unload` until something is loaded again. */
  get isUnloaded(): boolean {
    return this.#isUnloaded;
  }

  /** Changes with every `unload`: what was read before it is not to be added after it. */
  get epoch(): number {
    return this.#epoch;
  }

  /** False while a read could bring what is in flight a second time. */
  get canLoad(): boolean {
    return !this.#isUnloaded || this.inFlight === 0;
  }

  /** Takes in planned deliveries in the order of their positions. */
  addFresh(deliveries: readonly PlannedDelivery[]): void {
    this.#isUnloaded = false;
    for (const delivery of deliveries) {
      this.#fresh.push(this.#enter(queued(this, delivery, 'fresh')));
      this.loadedThrough = delivery.position;
    }
  }

  addRetry(delivery: PlannedDelivery): void {
    this.#urgent.push(this.#enter(queued(this, delivery, 'retry')));
  }

  addSuccessor(delivery: PlannedDelivery): void {
    this.#urgent.push(this.#enter(queued(this, delivery, 'successor')));
  }

  /** An item that waited for the lock of its ordering key has it now. */
  addUnlocked(item: QueuedDelivery): void {
    item.hasLock = true;
    this.#urgent.push(item);
  }

  /** The next item, urgent ones first. It stays loaded until `leave`. */
  shift(): QueuedDelivery | undefined {
    return this.#urgent.shift() ?? this.#fresh.shift();
  }

  /** True when a fresh item has to wait in the database for the head of its ordering key. */
  defer(item: QueuedDelivery): boolean {
    const { objectReferenceId, position } = item.delivery;
    if (item.kind !== 'fresh' || objectReferenceId === null) return false;
    if (!this.blockedKeys.defer(objectReferenceId, position)) return false;
    this.leave(item);
    return true;
  }

  /** An item is started, or dropped. */
  leave(item: QueuedDelivery): void {
    this.#loaded -= 1;
    this.#budget.give(estimatedBytes(item.delivery));
  }

  /** Drops what can be loaded again and returns it. What is in flight continues. */
  unload(): QueuedDelivery[] {
    const items = [...this.#urgent.drain(), ...this.#fresh.drain()];
    for (const item of items) this.drop(item);
    this.blockedKeys.unload();
    this.loadedThrough = 0;
    this.hasUnloaded = true;
    this.#isUnloaded = true;
    this.#epoch += 1;
    return items;
  }

  /** Drops one loaded item; it waits in the database. */
  drop(item: QueuedDelivery): void {
    const { objectReferenceId } = item.delivery;
    this.leave(item);
    if (item.kind === 'successor' && objectReferenceId !== null)
      this.blockedKeys.forget(objectReferenceId);
  }

  #enter(item: QueuedDelivery): QueuedDelivery {
    this.#loaded += 1;
    this.#budget.take(estimatedBytes(item.delivery));
    return item;
  }
}
