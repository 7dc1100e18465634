import type { EndpointSignal } from './endpoint-signal.ts';

/** Attempts start freely; the outcome is counted. */
export interface ClosedBreaker {
  readonly kind: 'closed';
  readonly consecutiveFailures: number;
  readonly windowStartedAtMs: number;
  readonly samples: number;
  readonly failures: number;
}

/** No attempt starts before its time is over. */
export interface OpenBreaker {
  readonly kind: 'open';
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Openings since it was last closed. */
  readonly openings: number;
}

/** One attempt, the probe, is in flight and decides. */
export interface HalfOpenBreaker {
  readonly kind: 'half_open';
  readonly openings: number;
}

/**
 * closed → open after failures in a row, a failure rate, or a Retry-After; open → half_open with
 * one probe when its time is over; half_open → closed or open again, by the probe alone.
 */
export type Breaker = ClosedBreaker | OpenBreaker | HalfOpenBreaker;

export interface BreakerPolicy {
  readonly consecutiveFailures: number;
  /** Outcomes are counted in windows of this length. */
  readonly windowMs: number;
  /** Below this number of outcomes in a window its failure rate says nothing. */
  readonly minSamples: number;
  /** Share of failures that opens, 0 … 1. */
  readonly failureRate: number;
  /** Doubled by every opening in a row, up to the maximum. */
  readonly firstOpenMs: number;
  readonly maxOpenMs: number;
}

export const defaultBreakerPolicy: BreakerPolicy = {
  consecutiveFailures: 5,
  windowMs: 60_000,
  minSamples: 20,
  failureRate: 0.5,
  firstOpenMs: 5_000,
  maxOpenMs: 300_000,
};

/** An attempt that has ended, as the breaker sees it. */
export interface BreakerSample {
  readonly signal: EndpointSignal;
  readonly retryAfterMs: number | null;
  /** True for the attempt that startThroughBreaker let through as the probe. */
  readonly probe: boolean;
  readonly nowMs: number;
}

/** Nothing counted yet. */
export const closedBreaker: ClosedBreaker = {
  kind: 'closed',
  consecutiveFailures: 0,
  windowStartedAtMs: 0,
  samples: 0,
  failures: 0,
};

/** Says whether an attempt may start now; through an open breaker only as the probe. */
export function letsThrough(breaker: Breaker, nowMs: number): boolean {
  switch (breaker.kind) {
    case 'closed':
      return true;
    case 'open':
      // Before its own beginning: the clock jumped back, and its end may be far off. A probe does
      // no harm.
      return nowMs >= breaker.untilMs || nowMs < breaker.sinceMs;
    case 'half_open':
      return false;
  }
}

/** Lets an attempt start, or null when none may. The caller remembers which one was the probe. */
export function startThroughBreaker(
  breaker: Breaker,
  nowMs: number,
): { readonly breaker: Breaker; readonly probe: boolean } | null {
  if (!letsThrough(breaker, nowMs)) return null;
  if (breaker.kind === 'closed') return { breaker, probe: false };
  return { breaker: { kind: 'half_open', openings: breaker.openings }, probe: true };
}

/** The breaker when its probe was not sent after all: the next attempt is the probe. */
export function breakerWithoutProbe(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.kind !== 'half_open') return breaker;
  return { kind: 'open', sinceMs: nowMs, untilMs: nowMs, openings: breaker.openings };
}

/** The breaker after an attempt. */
export function breakerAfter(
  breaker: Breaker,
  sample: BreakerSample,
  policy: BreakerPolicy,
): Breaker {
  switch (breaker.kind) {
    case 'closed':
      return afterClosed(breaker, sample, policy);
    case 'open':
      return afterOpen(breaker, sample);
    case 'half_open':
      return afterHalfOpen(breaker, sample, policy);
  }
}

function afterClosed(
  breaker: ClosedBreaker,
  sample: BreakerSample,
  policy: BreakerPolicy,
): Breaker {
  const counted = count(breaker, sample, policy.windowMs);
  const opens =
    asksToWait(sample) ||
    counted.consecutiveFailures >= policy.consecutiveFailures ||
    (counted.samples >= policy.minSamples &&
      counted.failures >= counted.samples * policy.failureRate);
  // A success never opens, even where it completes the samples of a bad window.
  return opens && sample.signal !== 'healthy' ? open(0, sample, policy) : counted;
}

/** Attempts that were in flight when it opened end here; they can only lengthen the wait. */
function afterOpen(breaker: OpenBreaker, sample: BreakerSample): Breaker {
  if (!asksToWait(sample)) return breaker;
  const untilMs = Math.max(breaker.untilMs, sample.nowMs + (sample.retryAfterMs ?? 0));
  return { ...breaker, untilMs };
}

function afterHalfOpen(
  breaker: HalfOpenBreaker,
  sample: BreakerSample,
  policy: BreakerPolicy,
): Breaker {
  if (!sample.probe) return breaker;
  if (sample.signal !== 'healthy') return open(breaker.openings, sample, policy);
  return { ...closedBreaker, windowStartedAtMs: sample.nowMs };
}

function count(breaker: ClosedBreaker, sample: BreakerSample, windowMs: number): ClosedBreaker {
  const failed = sample.signal === 'healthy' ? 0 : 1;
  const windowIsOver =
    sample.nowMs - breaker.windowStartedAtMs >= windowMs ||
    sample.nowMs < breaker.windowStartedAtMs;
  return {
    kind: 'closed',
    consecutiveFailures: failed === 0 ? 0 : breaker.consecutiveFailures + 1,
    windowStartedAtMs: windowIsOver ? sample.nowMs : breaker.windowStartedAtMs,
    samples: windowIsOver ? 1 : breaker.samples + 1,
    failures: windowIsOver ? failed : breaker.failures + failed,
  };
}

function open(openings: number, sample: BreakerSample, policy: BreakerPolicy): OpenBreaker {
  const backoffMs = Math.min(policy.firstOpenMs * 2 ** openings, policy.maxOpenMs);
  const waitMs = Math.max(backoffMs, sample.retryAfterMs ?? 0);
  const untilMs = sample.nowMs + waitMs;
  return { kind: 'open', sinceMs: sample.nowMs, untilMs, openings: openings + 1 };
}

function asksToWait(sample: BreakerSample): boolean {
  return (sample.retryAfterMs ?? 0) > 0;
}
