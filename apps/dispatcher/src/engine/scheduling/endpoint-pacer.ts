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
import type { AttemptOutcome, Endpoint } from '@webhooks/domain';

type EndpointLimits = Pick<Endpoint, 'maxInFlight' | 'maxRatePerSecond'>;

/** What is known of an endpoint's speed. */
export interface Pacing {
  readonly limits: PacePolicy;
  readonly pace: EndpointPace;
}

export interface PacerPolicy {
  /** Deliveries in flight at once to an endpoint that has no cap of its own. */
  readonly endpointMaxInFlight: number;
  readonly breaker: BreakerPolicy;
}

/** One at a time until the endpoint's own limits are known. */
export function unknownLimits({ breaker }: Pick<PacerPolicy, 'breaker'>): PacePolicy {
  return { breaker, maxInFlight: 1, maxRatePerSecond: null };
}

/** The way to the endpoint is closed. */
interface Hold {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Not before its beginning either: the clock jumped back, and its end may be far off. */
function holds(hold: Hold | null, nowMs: number): boolean {
  return hold !== null && nowMs >= hold.sinceMs && nowMs < hold.untilMs;
}

export type BreakerKind = EndpointPace['breaker']['kind'];

/** What an attempt changed for its endpoint. */
export type BreakerChange = 'opened' | 'closed' | null;

/** A start that the pace allows; it counts once it is made. */
export type AllowedStart = Extract<ReturnType<typeof tryStart>, { start: true }>;

/** How fast one endpoint is sent to: its cap, its rate, its slow start and its breaker. */
export class EndpointPacer {
  readonly #policy: PacerPolicy;
  #limits: PacePolicy;
  #pace: EndpointPace;
  #retryAtMs: number | null = null;
  #hold: Hold | null = null;

  constructor(policy: PacerPolicy, known: Pacing | null) {
    this.#policy = policy;
    this.#limits = known?.limits ?? unknownLimits(policy);
    this.#pace = known?.pace ?? initialPace;
  }

  get pacing(): Pacing {
    return { limits: this.#limits, pace: this.#pace };
  }

  get limits(): PacePolicy {
    return this.#limits;
  }

  /** When what the pace refused last may start; null when that depends on something else. */
  get retryAtMs(): number | null {
    return this.#retryAtMs;
  }

  /** When the breaker lets a probe through; null when it is not open. */
  get opensAtMs(): number | null {
    const { breaker } = this.#pace;
    return breaker.kind === 'open' ? breaker.untilMs : null;
  }

  get breaker(): BreakerKind {
    return this.#pace.breaker.kind;
  }

  /** Whether the way to the endpoint was closed, and nobody has noticed yet that it may be open. */
  get isHeld(): boolean {
    return this.#hold !== null;
  }

  /** False while the breaker lets nothing through but its probe, and while the endpoint is held. */
  isOpen(nowMs: number): boolean {
    return !holds(this.#hold, nowMs) && letsThrough(this.#pace.breaker, nowMs);
  }

  /** Nothing can be sent until a moment, whatever the endpoint is like; true when it was not held. */
  hold(untilMs: number, nowMs: number): boolean {
    const wasHeld = holds(this.#hold, nowMs);
    const until = wasHeld ? Math.max(untilMs, this.#hold?.untilMs ?? 0) : untilMs;
    this.#hold = { sinceMs: nowMs, untilMs: until };
    this.#retryAtMs = until;
    return !wasHeld;
  }

  /** True when the endpoint was held until now. */
  endHold(nowMs: number): boolean {
    if (this.#hold === null || holds(this.#hold, nowMs)) return false;
    this.#hold = null;
    return true;
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
    this.#limits = { breaker: this.#policy.breaker, maxInFlight: itsMaxInFlight, maxRatePerSecond };
    return itsMaxInFlight > before.maxInFlight;
  }

  /** Null: nothing may start now. */
  tryStart(inFlight: number, nowMs: number): AllowedStart | null {
    this.#retryAtMs = null;
    if (holds(this.#hold, nowMs)) {
      this.#retryAtMs = this.#hold?.untilMs ?? null;
      return null;
    }
    const decision = tryStart(this.#pace, { inFlight, nowMs }, this.#limits);
    if (decision.start) return decision;
    this.#retryAtMs = decision.againAtMs;
    return null;
  }

  started({ pace }: AllowedStart): void {
    this.#pace = pace;
  }

  /** An attempt has ended. */
  attempted(isProbe: boolean, outcome: AttemptOutcome, nowMs: number): BreakerChange {
    const before = this.#pace.breaker.kind;
    this.#pace = paceAfter(this.#pace, outcome, { probe: isProbe, nowMs }, this.#limits);
    const after = this.#pace.breaker;
    if (before === after.kind) return null;
    if (after.kind === 'closed') return 'closed';
    if (after.kind === 'open') this.#retryAtMs = after.untilMs;
    return 'opened';
  }

  /** The probe was settled without an attempt: the next delivery is one. */
  releaseProbe(nowMs: number): void {
    this.#pace = { ...this.#pace, breaker: breakerWithoutProbe(this.#pace.breaker, nowMs) };
  }
}
