import type { PacePolicy } from '@webhooks/delivery';
import type { AttemptOutcome, Endpoint, ResendMode } from '@webhooks/domain';

import { createInFlightCount, type InFlightCount } from '../memory/in-flight.ts';
import type { QueuedDelivery, ResendBuffer } from '../memory/resend-buffer.ts';
import { OrderingKeyLocks } from '../ordering/ordering-key-locks.ts';
import {
  EndpointPacer,
  type BreakerChange,
  type BreakerKind,
  type PacerPolicy,
  type Pacing,
} from './endpoint-pacer.ts';
import type { Readmission } from './parked-resends.ts';
import { Residency } from './residency.ts';

export interface EndpointQueuePolicy extends PacerPolicy {
  /** Resends of one mode in memory for an endpoint; by its cap and rate unless it is given. */
  readonly maxResident?: number;
}

/**
 * What goes to one endpoint: the buffers of all resends that have something for it, its pace, the
 * locks of its ordering keys, and who is in memory for it. A slow endpoint fills its own queue and
 * nobody else's.
 */
export class EndpointQueue {
  readonly endpointId: string;
  readonly accountId: number;
  readonly inFlight: InFlightCount = createInFlightCount();
  /** In the order of their turns. */
  readonly #buffers = new Set<ResendBuffer>();
  readonly #residency: Residency;
  readonly #pacer: EndpointPacer;
  /** When the first of the resends may start something that the last look passed over. */
  #rateWakeAtMs: number | null = null;
  /** A resend of one object does not wait for what bulk resends have of it. */
  readonly #keyLocks = new OrderingKeyLocks<QueuedDelivery>(
    ({ buffer }) => buffer.mode === 'interactive',
  );

  constructor(
    endpointId: string,
    accountId: number,
    policy: EndpointQueuePolicy,
    known: Pacing | null = null,
  ) {
    this.endpointId = endpointId;
    this.accountId = accountId;
    this.#pacer = new EndpointPacer(policy, known);
    this.#residency = new Residency({ buffers: this.#buffers, maxResident: policy.maxResident });
  }

  get buffers(): Iterable<ResendBuffer> {
    return this.#buffers;
  }

  get pacing(): Pacing {
    return this.#pacer.pacing;
  }

  /** When a delivery that the pace refused may start; null when that depends on something else. */
  get retryAtMs(): number | null {
    return this.#pacer.retryAtMs;
  }

  /** When its breaker lets a probe through; null when it is not open. */
  get opensAtMs(): number | null {
    return this.#pacer.opensAtMs;
  }

  /** When to look again without any other reason: the pace, or a resend that is held back by its rate. */
  get wakeAtMs(): number | null {
    return this.#pacer.retryAtMs ?? this.#rateWakeAtMs;
  }

  get breaker(): BreakerKind {
    return this.#pacer.breaker;
  }

  /** Nothing but its pacing would be lost by forgetting it. */
  get isForgettable(): boolean {
    if (this.#buffers.size > 0 || this.inFlight.value > 0) return false;
    return this.#residency.isEmpty && this.breaker === 'closed' && !this.#pacer.isHeld;
  }

  /** False while the breaker lets nothing through but its probe. */
  isOpen(nowMs: number): boolean {
    return this.#pacer.isOpen(nowMs);
  }

  /** Nothing can be sent there until a moment; true when it was not held. */
  hold(untilMs: number, nowMs: number): boolean {
    return this.#pacer.hold(untilMs, nowMs);
  }

  /** True when it was held until now. */
  endHold(nowMs: number): boolean {
    return this.#pacer.endHold(nowMs);
  }

  add(buffer: ResendBuffer): void {
    this.#buffers.add(buffer);
  }

  /** A buffer leaves memory. */
  remove(buffer: ResendBuffer): void {
    this.#buffers.delete(buffer);
    this.#residency.remove(buffer);
  }

  /** Whether a buffer may be filled now. One that may not is looked at again by `takeRefused`. */
  admits(buffer: ResendBuffer, nowMs: number): boolean {
    return this.isOpen(nowMs) && this.#residency.admits(buffer, this.#limits);
  }

  /** The buffer that was not admitted first, if it is now; null otherwise. */
  takeRefused(nowMs: number): ResendBuffer | null {
    return this.isOpen(nowMs) ? this.#residency.takeRefused(this.#limits) : null;
  }

  /** A resend leaves memory because it was not admitted. */
  park(buffer: ResendBuffer): void {
    this.#residency.park(buffer);
  }

  /** The next resend that is parked and may come back into memory; null: none. */
  readmit(mode: ResendMode): Readmission | null {
    return this.#residency.readmit(mode, this.#limits);
  }

  endReadmission(mode: ResendMode, readmission: Readmission): void {
    this.#residency.endReadmission(mode, readmission);
  }

  /** Takes over the limits of the endpoint as it is now; true when more may start than before. */
  limit(endpoint: Pick<Endpoint, 'maxInFlight' | 'maxRatePerSecond'>, nowMs: number): boolean {
    return this.#pacer.limit(endpoint, nowMs);
  }

  /**
   * Starts the next delivery of these modes, the first of them first; null when there is none or the
   * pace says to wait. Whoever starts it counts it.
   */
  start(nowMs: number, modes: readonly ResendMode[]): QueuedDelivery | null {
    const allowed = this.#pacer.tryStart(this.inFlight.value, nowMs);
    if (allowed === null) return null;
    const item = this.#next(modes, nowMs);
    if (item === null) return null;
    this.#pacer.started(allowed);
    item.buffer.resend.rate.started(this.endpointId, nowMs);
    item.buffer.start(item, allowed.probe);
    return item;
  }

  /** An attempt has ended; its slot stays taken until it is recorded. */
  attempted({ isProbe }: QueuedDelivery, outcome: AttemptOutcome, nowMs: number): BreakerChange {
    return this.#pacer.attempted(isProbe, outcome, nowMs);
  }

  /** A started delivery was settled without an attempt; true when it was the probe: the next one is. */
  releaseProbe({ isProbe }: QueuedDelivery, nowMs: number): boolean {
    if (isProbe) this.#pacer.releaseProbe(nowMs);
    return isProbe;
  }

  /** The outcome of a started delivery is recorded and no longer counted: its key is free. */
  recorded(item: QueuedDelivery): void {
    item.become('recorded');
    this.#unlock(item);
    if (item.buffer.isIdle && !item.buffer.hasUnloaded) this.#residency.drained(item.buffer);
  }

  /** Drops what a buffer has in memory and returns it. */
  unload(buffer: ResendBuffer): QueuedDelivery[] {
    const waiting = this.#keyLocks.withdraw((item) => item.buffer === buffer);
    for (const item of waiting) buffer.drop(item);
    const { items, unlocked } = buffer.unload();
    for (const item of unlocked) this.#unlock(item);
    return [...waiting, ...items];
  }

  get #limits(): PacePolicy {
    return this.#pacer.limits;
  }

  #unlock({ orderingKey }: QueuedDelivery): void {
    if (orderingKey === null) return;
    const next = this.#keyLocks.release(orderingKey, (waiting) => !waiting.buffer.defer(waiting));
    next?.buffer.addUnlocked(next);
  }

  /** Resends of the same mode take turns. */
  #next(modes: readonly ResendMode[], nowMs: number): QueuedDelivery | null {
    this.#rateWakeAtMs = null;
    for (const mode of modes) {
      for (const buffer of this.#buffers) {
        if (buffer.mode !== mode || buffer.loaded === 0 || this.#isHeldBack(buffer, nowMs))
          continue;
        const item = this.#nextOf(buffer);
        if (item === null) continue;
        this.#goBehind(buffer);
        return item;
      }
    }
    return null;
  }

  /** Its resend has started as much as it may for now, here or elsewhere. */
  #isHeldBack({ resend }: ResendBuffer, nowMs: number): boolean {
    const untilMs = resend.rate.waitsUntil(this.endpointId, nowMs);
    if (untilMs === null) return false;
    this.#rateWakeAtMs = Math.min(this.#rateWakeAtMs ?? untilMs, untilMs);
    return true;
  }

  #nextOf(buffer: ResendBuffer): QueuedDelivery | null {
    for (let item = buffer.shift(); item !== undefined; item = buffer.shift()) {
      if (this.#hasLock(item)) return item;
    }
    return null;
  }

  /** False: it is deferred, or waits for the lock of its ordering key. */
  #hasLock(item: QueuedDelivery): boolean {
    if (item.state === 'unlocked' || item.orderingKey === null) return true;
    if (item.buffer.defer(item)) return false;
    if (this.#keyLocks.acquire(item.orderingKey, item)) return true;
    item.become('waiting');
    return false;
  }

  /** The buffer goes to the end of its mode. */
  #goBehind(buffer: ResendBuffer): void {
    if (this.#buffers.size === 1) return;
    this.#buffers.delete(buffer);
    this.#buffers.add(buffer);
  }
}
