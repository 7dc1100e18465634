/** How many starts a rate allows, by its words: a tenth of a second's worth at once, at least one. */
export class RateMeter {
  #tokens = Number.POSITIVE_INFINITY;
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** Something starts; null when that is fine. A rate of null is none. */
  start(maxRatePerSecond: number | null, nowMs: number): string | null {
    const rate = maxRatePerSecond ?? Number.POSITIVE_INFINITY;
    const passedMs = nowMs - this.#atMs;
    const earned = passedMs === 0 ? 0 : (passedMs * rate) / 1000;
    this.#tokens = Math.min(Math.max(1, rate / 10), this.#tokens + earned) - 1;
    this.#atMs = nowMs;
    // Sums of small shares are not exact.
    return this.#tokens < -1e-6 ? `more than ${String(maxRatePerSecond)} a second` : null;
  }
}
