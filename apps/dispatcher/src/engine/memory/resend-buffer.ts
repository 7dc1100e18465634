import type { PlannedDelivery, ResendMode } from '@webhooks/domain';

import { BlockedOrderingKeys } from '../ordering/blocked-ordering-keys.ts';
import { Fifo } from '../ordering/fifo.ts';
import type { ActiveResend } from './active-resend.ts';
import { nextState, type DeliveryState } from './delivery-state.ts';
import { createInFlightCount, type InFlightCount } from './in-flight.ts';
import type { MemoryBudget } from './memory-budget.ts';

/** Memory of a loaded delivery beside its payload, in bytes. */
const OVERHEAD_BYTES = 512;

/**
 * fresh: never attempted, started in the order of the plan. retry: due again, the head of its
 * ordering key. successor: waited for the head of its ordering key.
 */
export type DeliveryKind = 'fresh' | 'retry' | 'successor';

/** A delivery in memory, on its way to an attempt. */
export class QueuedDelivery {
  readonly delivery: PlannedDelivery;
  readonly buffer: ResendBuffer;
  readonly kind: DeliveryKind;
  /** What its event is ordered by; null when it has no object. */
  readonly orderingKey: string | null;
  #state: DeliveryState = 'loaded';
  #isProbe = false;

  constructor(buffer: ResendBuffer, delivery: PlannedDelivery, kind: DeliveryKind) {
    const { objectReferenceId, resendType } = delivery;
    this.delivery = delivery;
    this.buffer = buffer;
    this.kind = kind;
    this.orderingKey =
      objectReferenceId === null ? null : `${resendType}:${String(objectReferenceId)}`;
  }

  get state(): DeliveryState {
    return this.#state;
  }

  /** True when it decides whether its endpoint's breaker closes. */
  get isProbe(): boolean {
    return this.#isProbe;
  }

  /** Throws when it cannot come to that state. */
  become(state: Exclude<DeliveryState, 'loaded' | 'in_flight'>): void {
    this.#state = nextState(this.#state, state);
  }

  start(isProbe: boolean): void {
    this.#state = nextState(this.#state, 'in_flight');
    this.#isProbe = isProbe;
  }
}

/** What was dropped from a buffer. */
export interface UnloadedDeliveries {
  readonly items: readonly QueuedDelivery[];
  /** Those that held the locks of their ordering keys. */
  readonly unlocked: readonly QueuedDelivery[];
}

/**
 * The deliveries of one resend for one endpoint, as far as they are in memory. The database is the
 * whole queue; this is the part of it that was prefetched, filled up when it runs low.
 */
export class ResendBuffer {
  readonly resend: ActiveResend;
  readonly endpointId: string;
  readonly blockedKeys = new BlockedOrderingKeys();
  readonly inFlight: InFlightCount = createInFlightCount();
  readonly #budget: MemoryBudget;
  /** Retries and successors, which go first. */
  readonly #urgent = new Fifo<QueuedDelivery>();
  readonly #fresh = new Fifo<QueuedDelivery>();
  /** Loaded and not started, those that wait for the lock of their ordering key included. */
  #loaded = 0;
  #loadedThrough = 0;
  #hasUnloaded: boolean;
  #isUnloaded = false;
  #epoch = 0;

  /** hasUnloaded: planned deliveries of it may wait in the database. */
  constructor(
    resend: ActiveResend,
    endpointId: string,
    hasUnloaded: boolean,
    budget: MemoryBudget,
  ) {
    this.resend = resend;
    this.endpointId = endpointId;
    this.#hasUnloaded = hasUnloaded;
    this.#budget = budget;
  }

  get mode(): ResendMode {
    return this.resend.work.mode;
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** Deliveries up to this position were loaded; what is PENDING behind it was not. */
  get loadedThrough(): number {
    return this.#loadedThrough;
  }

  /** True while planned deliveries behind loadedThrough may wait in the database. */
  get hasUnloaded(): boolean {
    return this.#hasUnloaded;
  }

  /** Nothing in memory and nothing in flight. */
  get isIdle(): boolean {
    return this.#loaded === 0 && this.inFlight.value === 0;
  }

  /** True while something may come for it. */
  get isBeingPrefetched(): boolean {
    return this.#hasUnloaded && this.resend.isLoading;
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
    return !this.#isUnloaded || this.inFlight.value === 0;
  }

  /** Takes in planned deliveries in the order of their positions. */
  addFresh(deliveries: readonly PlannedDelivery[]): void {
    this.#isUnloaded = false;
    for (const delivery of deliveries) {
      this.#fresh.push(this.#enter(delivery, 'fresh'));
      this.#loadedThrough = delivery.position;
    }
  }

  /** The same for all that was found behind loadedThrough: none means that nothing is left there. */
  addRead(deliveries: readonly PlannedDelivery[]): void {
    if (deliveries.length === 0) this.#hasUnloaded = false;
    this.addFresh(deliveries);
  }

  /** Deliveries were planned for it that stay in the database for now. */
  leaveUnloaded(): void {
    this.#hasUnloaded = true;
  }

  addRetry(delivery: PlannedDelivery): void {
    this.#urgent.push(this.#enter(delivery, 'retry'));
  }

  addSuccessor(delivery: PlannedDelivery): void {
    this.#urgent.push(this.#enter(delivery, 'successor'));
  }

  /** An item that waited for the lock of its ordering key has it now. */
  addUnlocked(item: QueuedDelivery): void {
    item.become('unlocked');
    this.#urgent.push(item);
  }

  /** The next item, urgent ones first. It is loaded until it is started, deferred or dropped. */
  shift(): QueuedDelivery | undefined {
    return this.#urgent.shift() ?? this.#fresh.shift();
  }

  /** An item is started: it takes no memory of the buffer any more. */
  start(item: QueuedDelivery, isProbe: boolean): void {
    item.start(isProbe);
    this.#leave(item);
  }

  /** True when a fresh item has to wait in the database for the head of its ordering key. */
  defer(item: QueuedDelivery): boolean {
    const { objectReferenceId, position } = item.delivery;
    if (item.kind !== 'fresh' || objectReferenceId === null) return false;
    if (!this.blockedKeys.defer(objectReferenceId, position)) return false;
    item.become('dropped');
    this.#leave(item);
    return true;
  }

  /** Drops what can be loaded again. What is in flight continues. */
  unload(): UnloadedDeliveries {
    const items = [...this.#urgent.drain(), ...this.#fresh.drain()];
    const unlocked = items.filter(({ state }) => state === 'unlocked');
    for (const item of items) this.drop(item);
    this.blockedKeys.unload();
    this.#loadedThrough = 0;
    this.#hasUnloaded = true;
    this.#isUnloaded = true;
    this.#epoch += 1;
    return { items, unlocked };
  }

  /** Drops one loaded item; it waits in the database. */
  drop(item: QueuedDelivery): void {
    const { objectReferenceId } = item.delivery;
    item.become('dropped');
    this.#leave(item);
    if (item.kind === 'successor' && objectReferenceId !== null) {
      this.blockedKeys.forget(objectReferenceId);
    }
  }

  #enter(delivery: PlannedDelivery, kind: DeliveryKind): QueuedDelivery {
    this.#loaded += 1;
    this.#budget.take(estimatedBytes(delivery));
    return new QueuedDelivery(this, delivery, kind);
  }

  #leave({ delivery }: QueuedDelivery): void {
    this.#loaded -= 1;
    this.#budget.give(estimatedBytes(delivery));
  }
}

/** An estimate: the payload, and what is kept with it. */
function estimatedBytes(delivery: PlannedDelivery): number {
  return delivery.payload.byteLength + OVERHEAD_BYTES;
}
