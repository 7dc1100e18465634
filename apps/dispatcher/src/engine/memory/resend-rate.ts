import { endpointRate } from '@webhooks/delivery';
import { fullBucket, takeToken, type TokenBucket } from '@webhooks/domain';

/** How long whoever started last waits longer than others that were refused since, in milliseconds. */
const GIVE_WAY_MS = 2;

/**
 * How many deliveries of one resend may be started in a second, over all of its endpoints. It outlives
 * the resend in memory: one that comes and goes with each of its retries is no faster.
 */
export class ResendRate {
  #perSecond: number | null;
  #bucket: TokenBucket = fullBucket;
  /** The endpoint that was started to last, and whether others had to wait since. */
  #lastEndpointId = '';
  #isContested = false;

  constructor(perSecond: number | null) {
    this.#perSecond = perSecond;
  }

  /** Null: no limit. */
  get perSecond(): number | null {
    return this.#perSecond;
  }

  /** When a delivery to an endpoint may be started that may not be now; null: it may. */
  waitsUntil(endpointId: string, nowMs: number): number | null {
    if (this.#perSecond === null) return null;
    const token = takeToken(this.#bucket, endpointRate(this.#perSecond), nowMs);
    if (token.taken) return null;
    const isLast = endpointId === this.#lastEndpointId;
    if (!isLast) this.#isContested = true;
    return isLast && this.#isContested ? token.atMs + GIVE_WAY_MS : token.atMs;
  }

  /** A delivery to an endpoint is started. */
  started(endpointId: string, nowMs: number): void {
    if (this.#perSecond === null) return;
    const token = takeToken(this.#bucket, endpointRate(this.#perSecond), nowMs);
    if (token.taken) this.#bucket = token.bucket;
    this.#lastEndpointId = endpointId;
    this.#isContested = false;
  }

  /** Its owner wants another rate from now on. */
  limit(perSecond: number | null): void {
    this.#perSecond = perSecond;
  }
}
