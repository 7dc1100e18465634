import type { Pacing } from './endpoint-pacer.ts';

/** Endpoints whose pace is known although nothing waits for them; some hundred bytes each. */
const MAX_KEPT = 10_000;

/**
 * What queues that were forgotten knew of their endpoints. Without it, resends that come one after
 * the other would each begin as if nothing was known: no rate would hold, no breaker would open.
 */
export class PaceCache {
  /** Kept longest first. */
  readonly #pacings = new Map<string, Pacing>();

  keep(endpointId: string, pacing: Pacing): void {
    this.#pacings.delete(endpointId);
    this.#pacings.set(endpointId, pacing);
    const [oldest] = this.#pacings.keys();
    if (this.#pacings.size > MAX_KEPT && oldest !== undefined) this.#pacings.delete(oldest);
  }

  /** Null when nothing is known. */
  take(endpointId: string): Pacing | null {
    const pacing = this.#pacings.get(endpointId) ?? null;
    this.#pacings.delete(endpointId);
    return pacing;
  }
}
