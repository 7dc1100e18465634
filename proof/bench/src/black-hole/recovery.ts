import type { Arrival } from '../receiver/arrival-log.ts';

/** What an endpoint saw in the time after it came back. */
export interface Recovery {
  /** Requests in each second. */
  readonly perSecond: readonly number[];
  /** Requests in each tenth of the seconds that begin with the first request. */
  readonly perTenth: readonly number[];
  /** The most that were unanswered at once, in each of those tenths. */
  readonly inFlight: readonly number[];
  /** From its return to the first request that it answered. */
  readonly firstAfterMs: number;
  /** In flight when each of the first requests came. */
  readonly firstInFlight: readonly number[];
}

const TENTHS = 30;
const FIRST_REQUESTS = 40;

/** Sorts the arrivals at an endpoint that came back at a moment and was watched for some seconds. */
export function recoveryOf(
  arrivals: readonly Arrival[],
  backAtMs: number,
  seconds: number,
): Recovery {
  // In the order in which they were complete: what was in flight was counted then, not at the first byte.
  const after = arrivals.filter(({ atMs }) => atMs >= backAtMs);
  const firstMs = after[0]?.atMs ?? Number.NaN;
  const slots = (count: number) => Array.from({ length: count }, () => 0);
  const [perSecond, perTenth, inFlight] = [slots(seconds), slots(TENTHS), slots(TENTHS)];
  for (const arrival of after) {
    const second = Math.floor((arrival.atMs - backAtMs) / 1000);
    if (second < seconds) perSecond[second] = (perSecond[second] ?? 0) + 1;
    const tenth = Math.floor((arrival.atMs - firstMs) / 100);
    if (tenth >= TENTHS) continue;
    perTenth[tenth] = (perTenth[tenth] ?? 0) + 1;
    inFlight[tenth] = Math.max(inFlight[tenth] ?? 0, arrival.inFlight);
  }
  return {
    perSecond,
    perTenth,
    inFlight,
    firstAfterMs: firstMs - backAtMs,
    firstInFlight: after.slice(0, FIRST_REQUESTS).map((arrival) => arrival.inFlight),
  };
}

/**
 * Whether requests came back one, two, four … at a time: never more in flight than were answered
 * before, nor than the cap.
 */
export function isSlowStart(firstInFlight: readonly number[], cap: number): boolean {
  return firstInFlight.every((inFlight, answeredOrInFlight) => {
    const answered = answeredOrInFlight + 1 - inFlight;
    return inFlight <= Math.min(cap, Math.max(1, answered));
  });
}
