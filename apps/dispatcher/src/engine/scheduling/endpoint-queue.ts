import {
  breakerWithoutProbe,
  initialPace,
  letsThrough,
  paceAfter,
  paceUnderRate,
  tryStart,
  type BreakerPolicy,
  type EndpointPace,
  type PacePolicy,
} from '@webhooks/delivery';
import type { AttemptOutcome, Endpoint, ResendMode } from '@webhooks/domain';

import type { ResendBuffer } from '../memory/resend-buffer.ts';
import { OrderingKeyLocks } from '../ordering/ordering-key-locks.ts';
import type { QueuedDelivery } from '../memory/queued-delivery.ts';
import { ParkedResends, type Readmission } from './parked-resends.ts';

type EndpointLimits = Pick<Endpoint, 'maxInFlight' | 'maxRatePerSecond'>;

/** What is known of an endpoint's speed. */
export interface Pacing {
  readonly limits: PacePolicy;
  readonly pace: EndpointPace;
}

export interface EndpointQueuePolicy {
  /** Deliveries in flight at once to an endpoint that has no cap of its own. */
  readonly endpointMaxInFlight: number;
  readonly breaker: BreakerPolicy;
  /** Resends of one mode that a queue has in memory; by its cap and rate unless it is given. */
  readonly maxResident?: number;
}

/** One at a time until the endpoint's own limits are known. */
export function unknownLimits({ breaker }: EndpointQueuePolicy): PacePolicy {
  return { breaker, maxInFlight: 1, maxRatePerSecond: null };
}

/** Resends of one mode that a queue has in memory at least, and bulk ones that it readmits. */
const MAX_RESIDENT = 16;

export type BreakerKind = EndpointPace['breaker']['kind'];

/** What an attempt changed for its endpoint. */
export type BreakerChange = 'opened' | 'closed' | null;

/**
 * What goes to one endpoint: the buffers of all resends that have something for it, its pace and the
 * locks of its objects. A slow endpoint fills its own queue and nobody else's.
 */
export class EndpointQueue {
  readonly endpointId: string;
  readonly accountId: number;
  readonly buffers = new Set<ResendBuffer>();
  /** Resends that left memory because this queue did not admit them. */
  readonly parkedResends: Readonly<Record<ResendMode, ParkedResends>> = {
    interactive: new ParkedResends(),
    bulk: new ParkedResends(),
  };
  /** Queues in memory that were not admitted; they are looked at again when there is room. */
  readonly refused = new Set<ResendBuffer>();
  /** Started and not recorded yet. */
  inFlight = 0;
  readonly #policy: EndpointQueuePolicy;
  /** A resend of one object does not wait for what bulk resends have of it. */
  readonly #keyLocks = new OrderingKeyLocks<QueuedDelivery>(
    ({ buffer }) => buffer.resend.work.mode === 'interactive',
  );
  #limits: PacePolicy;
  #pace: EndpointPace;
  #retryAtMs: number | null = null;

  constructor(
    endpointId: string,
    accountId: number,
    policy: EndpointQueuePolicy,
    known: Pacing | null = null,
  ) {
    this.endpointId = endpointId;
    this.accountId = accountId;
    this.#policy = policy;
    this.#limits = known?.limits ?? unknownLimits(policy);
    this.#pace = known?.pace ?? initialPace;
  }

  get pacing(): Pacing {
    return { limits: this.#limits, pace: this.#pace };
  }

  /** When a delivery that the pace refused may start; null when that depends on something else. */
  get retryAtMs(): number | null {
    return this.#retryAtMs;
  }

  get breaker(): BreakerKind {
    return this.#pace.breaker.kind;
  }

  /** False while the breaker lets nothing through but its probe. */
  isOpen(nowMs: number): boolean {
    return letsThrough(this.#pace.breaker, nowMs);
  }

  /**
   * Whether a buffer may be filled now. Resends of single objects come in such numbers that those are
   * kept out which could only wait: they would hold permits that others need.
   */
  admits(buffer: ResendBuffer, nowMs: number): boolean {
    if (!this.isOpen(nowMs)) return false;
    const { mode, id } = buffer.resend.work;
    const { interactive } = this.parkedResends;
    if (mode === 'bulk' || !buffer.isIdle || interactive.isReadmitted(id)) return true;
    if (!interactive.isAnyParked && this.#busy(mode, buffer) < this.#room(mode)) return true;
    this.refused.add(buffer);
    return false;
  }

  /** The next resend that is parked and may come back into memory; null: none. */
  readmit(mode: ResendMode): Readmission | null {
    const parkedResends = this.parkedResends[mode];
    return parkedResends.isAnyParked
      ? parkedResends.readmit(this.#busy(mode, null), this.#room(mode))
      : null;
  }

  /** Nothing but its pacing would be lost by forgetting it. */
  get isForgettable(): boolean {
    if (this.buffers.size > 0 || this.inFlight > 0) return false;
    if (!this.parkedResends.interactive.isEmpty || !this.parkedResends.bulk.isEmpty) return false;
    return this.#pace.breaker.kind === 'closed';
  }

  /**
   * Takes over the limits of the endpoint as it is now, just before an attempt; true when more may
   * start than before.
   */
  limit({ maxInFlight, maxRatePerSecond }: EndpointLimits, nowMs: number): boolean {
    const before = this.#limits;
    const itsMaxInFlight = maxInFlight ?? this.#policy.endpointMaxInFlight;
    const isKnown =
      before.maxInFlight === itsMaxInFlight && before.maxRatePerSecond === maxRatePerSecond;
    if (isKnown) return false;
    if (before.maxRatePerSecond === null && maxRatePerSecond !== null) {
      // That attempt started without a rate; it counts under the new one.
      this.#pace = paceUnderRate(this.#pace, maxRatePerSecond, nowMs);
    }
    this.#limits = {
      breaker: this.#policy.breaker,
      maxInFlight: itsMaxInFlight,
      maxRatePerSecond,
    };
    return itsMaxInFlight > before.maxInFlight;
  }

  /**
   * The next delivery of these modes, the first of them first, that may start now; null when there is
   * none or the pace says to wait.
   */
  take(nowMs: number, modes: readonly ResendMode[]): QueuedDelivery | null {
    this.#retryAtMs = null;
    const decision = tryStart(this.#pace, { inFlight: this.inFlight, nowMs }, this.#limits);
    if (!decision.start) {
      this.#retryAtMs = decision.againAtMs;
      return null;
    }
    const item = this.#next(modes);
    if (item === null) return null;
    this.#pace = decision.pace;
    item.isProbe = decision.probe;
    return item;
  }

  /** An attempt has ended; its slot stays taken until it is recorded. */
  attempted(item: QueuedDelivery, outcome: AttemptOutcome, nowMs: number): BreakerChange {
    const before = this.#pace.breaker.kind;
    this.#pace = paceAfter(this.#pace, outcome, { probe: item.isProbe, nowMs }, this.#limits);
    const after = this.#pace.breaker;
    if (before === after.kind) return null;
    if (after.kind === 'closed') return 'closed';
    if (after.kind === 'open') this.#retryAtMs = after.untilMs;
    return 'opened';
  }

  /** A started delivery was settled without an attempt; true when it was the probe: the next one is. */
  releaseProbe(item: QueuedDelivery, nowMs: number): boolean {
    if (!item.isProbe) return false;
    this.#pace = { ...this.#pace, breaker: breakerWithoutProbe(this.#pace.breaker, nowMs) };
    return true;
  }

  /** The outcome of a started item is recorded: its slot and its ordering key are free. */
  release(item: QueuedDelivery): void {
    this.inFlight -= 1;
    item.buffer.inFlight -= 1;
    if (item.orderingKey !== null) this.#unlock(item.orderingKey);
    const { isIdle, hasUnloaded, resend } = item.buffer;
    if (isIdle && !hasUnloaded) this.parkedResends[resend.work.mode].answered(resend.work.id);
  }

  /** Drops what a buffer has in memory and returns it. */
  unload(buffer: ResendBuffer): QueuedDelivery[] {
    const waiting = this.#keyLocks.withdraw((item) => item.buffer === buffer);
    for (const item of waiting) buffer.drop(item);
    const loaded = buffer.unload();
    for (const { hasLock, orderingKey } of loaded) {
      if (hasLock && orderingKey !== null) this.#unlock(orderingKey);
    }
    return [...waiting, ...loaded];
  }

  /** Queues of a mode beside one that have something in memory or in flight, or are being filled. */
  #busy(mode: ResendMode, beside: ResendBuffer | null): number {
    let busy = 0;
    for (const buffer of this.buffers) {
      if (buffer === beside || buffer.resend.work.mode !== mode) continue;
      if (!buffer.isIdle || buffer.isBeingPrefetched) busy += 1;
    }
    return busy;
  }

  /** How many resends of a mode may be in memory for this queue: what may start in about a second. */
  #room(mode: ResendMode): number {
    const { maxResident } = this.#policy;
    if (maxResident !== undefined) return maxResident;
    if (mode === 'bulk') return MAX_RESIDENT;
    const { maxInFlight, maxRatePerSecond } = this.#limits;
    const room = Math.max(MAX_RESIDENT, 2 * maxInFlight);
    return maxRatePerSecond === null ? room : Math.min(room, Math.ceil(maxRatePerSecond) + 1);
  }

  #unlock(orderingKey: string): void {
    const next = this.#keyLocks.release(orderingKey, (waiting) => !waiting.buffer.defer(waiting));
    next?.buffer.addUnlocked(next);
  }

  /** Resends of the same mode take turns. */
  #next(modes: readonly ResendMode[]): QueuedDelivery | null {
    for (const mode of modes) {
      for (const buffer of this.buffers) {
        if (buffer.resend.work.mode !== mode) continue;
        const item = this.#takeFrom(buffer);
        if (item !== null) return item;
      }
    }
    return null;
  }

  #takeFrom(buffer: ResendBuffer): QueuedDelivery | null {
    for (let item = buffer.shift(); item !== undefined; item = buffer.shift()) {
      if (!this.#mayStart(item)) continue;
      buffer.leave(item);
      buffer.inFlight += 1;
      this.inFlight += 1;
      if (this.buffers.size > 1) {
        // It goes to the end of its mode.
        this.buffers.delete(buffer);
        this.buffers.add(buffer);
      }
      return item;
    }
    return null;
  }

  #mayStart(item: QueuedDelivery): boolean {
    if (item.hasLock || item.orderingKey === null) return true;
    if (item.buffer.defer(item)) return false;
    return this.#keyLocks.acquire(item.orderingKey, item);
  }
}
