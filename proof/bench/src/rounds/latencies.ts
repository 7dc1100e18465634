import type { Arrival } from '../receiver/arrival-log.ts';
import type { PostedResend } from '../system/resend-client.ts';

/** How long the deliveries of probes took, in milliseconds. */
export interface Latencies {
  /** From the answer that accepted the resend to the first byte at the receiver. Below zero when
   * the delivery overtakes the answer. */
  readonly fromAccepted: readonly number[];
  /** The same from the moment when the request was begun. */
  readonly fromSent: readonly number[];
  /** From the moment when the request was begun to its answer; once per probe. */
  readonly answers: readonly number[];
}

/**
 * Times the first arrival of each probe at each endpoint.
 *
 * @throws Error when a probe never arrived: a lost one must not make the figures better.
 */
export function latenciesOf(
  probes: readonly PostedResend[],
  arrivals: readonly Arrival[],
): Latencies {
  const byResend = Map.groupBy(arrivals, ({ resendId }) => resendId);
  const fromAccepted: number[] = [];
  const fromSent: number[] = [];
  for (const { id, sentMs, acceptedMs } of probes) {
    const first = new Map<number, number>();
    for (const { endpoint, atMs } of byResend.get(id) ?? []) {
      if (!first.has(endpoint)) first.set(endpoint, atMs);
    }
    if (first.size === 0) throw new Error(`resend ${id} never arrived`);
    for (const atMs of first.values()) {
      fromAccepted.push(atMs - acceptedMs);
      fromSent.push(atMs - sentMs);
    }
  }
  const answers = probes.map(({ sentMs, acceptedMs }) => acceptedMs - sentMs);
  return { fromAccepted, fromSent, answers };
}
