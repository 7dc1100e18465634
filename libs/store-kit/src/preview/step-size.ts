/** How long a step may block the event loop: a call that waits has some steps before its own. */
const targetMs = 2;
const firstPairs = 500;
const maxPairs = 10_000;
const maxGrowth = 2;

/**
 * Sizes steps by what the one before took: how long a pair of event and endpoint takes depends on
 * how often it was resent, and on what is in the cache.
 */
export class StepSize {
  #pairs = firstPairs;

  /** Pairs for the next step, one at least. */
  get pairs(): number {
    return this.#pairs;
  }

  /** Tells how long a step of this size took. */
  took(ms: number): void {
    const growth = Math.min(maxGrowth, targetMs / Math.max(ms, Number.EPSILON));
    this.#pairs = Math.min(maxPairs, Math.max(1, Math.floor(this.#pairs * growth)));
  }
}
