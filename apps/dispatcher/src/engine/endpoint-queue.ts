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

import type { DeliveryQueue } from './resend-buffer.ts';
import { ObjectLocks } from './ordering-key-locks.ts';
import type { QueuedDelivery } from './queued-delivery.ts';
import { Sleepers, type Call } from './parked-resends.ts';

type EndpointLimits = Pick<Endpoint, 'maxInFlight' | 'maxRatePerSecond'>;

/** What is known of an endpoint's speed. */
export interface Pacing {
  readonly limits: PacePolicy;
  readonly pace: EndpointPace;
}

export interface LanePolicy {
  /** Deliveries in flight at once to an endpoint that has no cap of its own. */
  readonly endpointMaxInFlight: number;
  readonly breaker: BreakerPolicy;
  /** Resends of one mode that a lane has in memory; by its cap and rate unless it is given. */
  readonly maxAwake?: number;
}

/** One at a time until the endpoint's own limits are known. */
export function unknownLimits({ breaker }: LanePolicy): PacePolicy {
  return { breaker, maxInFlight: 1, maxRatePerSecond: null };
}

/** Resends of one mode that a lane has in memory at least, and bulk ones that it calls back. */
const MAX_AWAKE = 16;

export type BreakerKind = EndpointPace['breaker']['kind'];

/** What an attempt changed for its endpoint. */
export type LaneChange = 'opened' | 'closed' | null;

/**
 * What goes to one endpoint: the queues of all resends that have something for it, its pace and the
 * locks of its objects. A slow endpoint fills its own lane and nobody else's.
 */
export class Lane {
  readonly endpointId: string;
  readonly accountId: number;
  readonly queues = new Set<DeliveryQueue>();
  /** Resends that left memory because this lane did not admit them. */
  readonly sleepers: Readonly<Record<ResendMode, Sleepers>> = {
    interactive: new Sleepers(),
    bulk: new Sleepers(),
  };
  /** Queues in memory that were not admitted; they are looked at again when there is room. */
  readonly refused = new Set<DeliveryQueue>();
  /** Taken and not recorded yet. */
  inFlight = 0;
  readonly #policy: LanePolicy;
  /** A resend of one object does not wait for what bulk resends have of it. */
  readonly #objects = new ObjectLocks<QueuedDelivery>(
    ({ queue }) => queue.resend.work.mode === 'interactive',
  );
  #limits: PacePolicy;
  #pace: EndpointPace;
  #retryAtMs: number | null = null;

  constructor(
    endpointId: string,
    accountId: number,
    policy: LanePolicy,
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
   * Whether a queue may be filled now. Resends of single objects come in such numbers that those are
   * kept out which could only wait: they would hold places that others need.
   */
  admits(queue: DeliveryQueue, nowMs: number): boolean {
    if (!this.isOpen(nowMs)) return false;
    const { mode, id } = queue.resend.work;
    const { interactive } = this.sleepers;
    if (mode === 'bulk' || !queue.isIdle || interactive.isCalled(id)) return true;
    if (!interactive.isAnyoneAsleep && this.#busy(mode, queue) < this.#room(mode)) return true;
    this.refused.add(queue);
    return false;
  }

  /** The next resend that is asleep and may come back into memory; null: none. */
  call(mode: ResendMode): Call | null {
    const sleepers = this.sleepers[mode];
    return sleepers.isAnyoneAsleep ? sleepers.call(this.#busy(mode, null), this.#room(mode)) : null;
  }

  /** Nothing but its pacing would be lost by forgetting it. */
  get isForgettable(): boolean {
    if (this.queues.size > 0 || this.inFlight > 0) return false;
    if (!this.sleepers.interactive.isEmpty || !this.sleepers.bulk.isEmpty) return false;
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
  attempted(item: QueuedDelivery, outcome: AttemptOutcome, nowMs: number): LaneChange {
    const before = this.#pace.breaker.kind;
    this.#pace = paceAfter(this.#pace, outcome, { probe: item.isProbe, nowMs }, this.#limits);
    const after = this.#pace.breaker;
    if (before === after.kind) return null;
    if (after.kind === 'closed') return 'closed';
    if (after.kind === 'open') this.#retryAtMs = after.untilMs;
    return 'opened';
  }

  /** A taken delivery was settled without an attempt; true when it was the probe: the next one is. */
  forwent(item: QueuedDelivery, nowMs: number): boolean {
    if (!item.isProbe) return false;
    this.#pace = { ...this.#pace, breaker: breakerWithoutProbe(this.#pace.breaker, nowMs) };
    return true;
  }

  /** The outcome of a taken item is recorded: its slot and its object are free. */
  release(item: QueuedDelivery): void {
    this.inFlight -= 1;
    item.queue.inFlight -= 1;
    if (item.objectKey !== null) this.#unlock(item.objectKey);
    const { isIdle, isBehind, resend } = item.queue;
    if (isIdle && !isBehind) this.sleepers[resend.work.mode].answered(resend.work.id);
  }

  /** Drops what a queue has in memory and returns it. */
  unload(queue: DeliveryQueue): QueuedDelivery[] {
    const waiting = this.#objects.withdraw((item) => item.queue === queue);
    for (const item of waiting) queue.drop(item);
    const loaded = queue.unload();
    for (const { hasLock, objectKey } of loaded) {
      if (hasLock && objectKey !== null) this.#unlock(objectKey);
    }
    return [...waiting, ...loaded];
  }

  /** Queues of a mode beside one that have something in memory or in flight, or are being filled. */
  #busy(mode: ResendMode, beside: DeliveryQueue | null): number {
    let busy = 0;
    for (const queue of this.queues) {
      if (queue === beside || queue.resend.work.mode !== mode) continue;
      if (!queue.isIdle || queue.isBeingFilled) busy += 1;
    }
    return busy;
  }

  /** How many resends of a mode may be in memory for this lane: what may start in about a second. */
  #room(mode: ResendMode): number {
    const { maxAwake } = this.#policy;
    if (maxAwake !== undefined) return maxAwake;
    if (mode === 'bulk') return MAX_AWAKE;
    const { maxInFlight, maxRatePerSecond } = this.#limits;
    const room = Math.max(MAX_AWAKE, 2 * maxInFlight);
    return maxRatePerSecond === null ? room : Math.min(room, Math.ceil(maxRatePerSecond) + 1);
  }

  #unlock(objectKey: string): void {
    const next = this.#objects.release(objectKey, (waiting) => !waiting.queue.parks(waiting));
    next?.queue.addUnlocked(next);
  }

  /** Resends of the same mode take turns. */
  #next(modes: readonly ResendMode[]): QueuedDelivery | null {
    for (const mode of modes) {
      for (const queue of this.queues) {
        if (queue.resend.work.mode !== mode) continue;
        const item = this.#takeFrom(queue);
        if (item !== null) return item;
      }
    }
    return null;
  }

  #takeFrom(queue: DeliveryQueue): QueuedDelivery | null {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (!this.#mayStart(item)) continue;
      queue.leave(item);
      queue.inFlight += 1;
      this.inFlight += 1;
      if (this.queues.size > 1) {
        // It goes to the end of its mode.
        this.queues.delete(queue);
        this.queues.add(queue);
      }
      return item;
    }
    return null;
  }

  #mayStart(item: QueuedDelivery): boolean {
    if (item.hasLock || item.objectKey === null) return true;
    if (item.queue.parks(item)) return false;
    return this.#objects.acquire(item.objectKey, item);
  }
}
