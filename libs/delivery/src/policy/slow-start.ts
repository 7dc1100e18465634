import type { EndpointSignal } from './endpoint-signal.ts';

/** How many deliveries an endpoint may have in flight while it recovers. */
export interface SlowStart {
  readonly limit: number;
  /** Healthy answers since the limit last changed. */
  readonly healthyAnswers: number;
}

/** No limit but the endpoint's own cap. */
export const fullSpeed: SlowStart = { limit: Number.POSITIVE_INFINITY, healthyAnswers: 0 };

/** One at a time, after a breaker has closed. */
export const slowest: SlowStart = { limit: 1, healthyAnswers: 0 };

/** The cap that holds now: the endpoint's own one, or less while it recovers. */
export function inFlightLimit(slowStart: SlowStart, cap: number): number {
  return Math.min(slowStart.limit, cap);
}

/**
 * Doubles the limit once as many healthy answers came as it allows in flight, so 1, 2, 4 … cap;
 * halves it when the endpoint says that it is overloaded.
 */
export function slowStartAfter(
  slowStart: SlowStart,
  signal: EndpointSignal,
  cap: number,
): SlowStart {
  if (signal === 'overloaded') {
    const halved = Math.floor(inFlightLimit(slowStart, cap) / 2);
    return { limit: Math.max(1, halved), healthyAnswers: 0 };
  }
  if (slowStart.limit >= cap) return slowStart;
  if (signal === 'failing') return { limit: slowStart.limit, healthyAnswers: 0 };
  const healthyAnswers = slowStart.healthyAnswers + 1;
  return healthyAnswers >= slowStart.limit
    ? { limit: slowStart.limit * 2, healthyAnswers: 0 }
    : { limit: slowStart.limit, healthyAnswers };
}
