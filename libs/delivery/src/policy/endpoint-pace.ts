import { fullBucket, takeToken, type AttemptOutcome, type TokenBucket } from '@webhooks/domain';

import {
  breakerAfter,
  closedBreaker,
  startThroughBreaker,
  type Breaker,
  type BreakerPolicy,
} from './breaker.ts';
import { endpointRate } from './endpoint-rate.ts';
import { endpointSignal } from './endpoint-signal.ts';
import { fullSpeed, inFlightLimit, slowest, slowStartAfter, type SlowStart } from './slow-start.ts';

/** What is remembered of an endpoint to decide when its next attempt may start. */
export interface EndpointPace {
  readonly breaker: Breaker;
  readonly slowStart: SlowStart;
  readonly bucket: TokenBucket;
}

export interface PacePolicy {
  readonly breaker: BreakerPolicy;
  readonly maxInFlight: number;
  /** Attempts started per second; null means no limit. */
  readonly maxRatePerSecond: number | null;
}

/** Whether an attempt may start now. Waiting spends no attempt. */
export type PaceDecision =
  | { readonly start: true; readonly pace: EndpointPace; readonly probe: boolean }
  /** Null: not before an attempt in flight has ended. */
  | { readonly start: false; readonly againAtMs: number | null };

/** An endpoint about which nothing is known: full speed. */
export const initialPace: EndpointPace = {
  breaker: closedBreaker,
  slowStart: fullSpeed,
  bucket: fullBucket,
};

/** An endpoint that was failing when it was last heard of: one probe now, then a slow start. */
export function paceToProbe(nowMs: number): EndpointPace {
  const breaker = { kind: 'open', sinceMs: nowMs, untilMs: nowMs, openings: 1 } as const;
  return { ...initialPace, breaker };
}

/** Decides whether one more attempt may start; if so, the pace it returns has it counted. */
export function tryStart(
  pace: EndpointPace,
  now: { readonly inFlight: number; readonly nowMs: number },
  policy: PacePolicy,
): PaceDecision {
  if (now.inFlight >= inFlightLimit(pace.slowStart, policy.maxInFlight)) return waitForAnEnd;
  const through = startThroughBreaker(pace.breaker, now.nowMs);
  if (through === null) return refusedBy(pace.breaker);
  if (policy.maxRatePerSecond === null) {
    if (through.breaker === pace.breaker) return { start: true, pace, probe: false };
    return { start: true, pace: { ...pace, breaker: through.breaker }, probe: through.probe };
  }
  const token = takeToken(pace.bucket, endpointRate(policy.maxRatePerSecond), now.nowMs);
  if (!token.taken) return { start: false, againAtMs: token.atMs };
  const started = { ...pace, breaker: through.breaker, bucket: token.bucket };
  return { start: true, pace: started, probe: through.probe };
}

/** The pace once a rate is known to hold, with the attempt counted that is about to start. */
export function paceUnderRate(
  pace: EndpointPace,
  maxRatePerSecond: number,
  nowMs: number,
): EndpointPace {
  const token = takeToken(fullBucket, endpointRate(maxRatePerSecond), nowMs);
  return token.taken ? { ...pace, bucket: token.bucket } : pace;
}

/** The pace after an attempt. A breaker that closes again starts slowly. */
export function paceAfter(
  pace: EndpointPace,
  outcome: Pick<AttemptOutcome, 'errorClass' | 'httpStatus' | 'retryAfterMs'>,
  ended: { readonly probe: boolean; readonly nowMs: number },
  policy: PacePolicy,
): EndpointPace {
  const signal = endpointSignal(outcome);
  const sample = { signal, retryAfterMs: outcome.retryAfterMs, ...ended };
  const breaker = breakerAfter(pace.breaker, sample, policy.breaker);
  const recovered = pace.breaker.kind === 'half_open' && breaker.kind === 'closed';
  const slowStart = recovered
    ? slowest
    : slowStartAfter(pace.slowStart, signal, policy.maxInFlight);
  return { breaker, slowStart, bucket: pace.bucket };
}

const waitForAnEnd: PaceDecision = { start: false, againAtMs: null };

function refusedBy(breaker: Breaker): PaceDecision {
  return breaker.kind === 'open' ? { start: false, againAtMs: breaker.untilMs } : waitForAnEnd;
}
