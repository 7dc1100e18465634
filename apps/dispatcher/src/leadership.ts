import type { Fence, LeaseStore, Timers } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

/** What is done while the lease is held. */
export interface LeaderTerm {
  /** Resolves when the term can not continue by itself. */
  readonly ended: Promise<unknown>;
  /** The lease was renewed. */
  onRenewed(): void;
  /** Ends the term; what is in flight gets a bounded time unless the lease is lost. */
  stop(isLeaseLost: boolean): Promise<void>;
}

export interface LeadershipOptions {
  readonly lease: LeaseStore;
  /** Unique for this process. */
  readonly holder: string;
  readonly ttlMs: number;
  readonly now: () => number;
  /** Milliseconds that never jump, from any start. */
  readonly monotonic: () => number;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly lead: (fence: Fence, holdsLease: () => boolean) => Promise<LeaderTerm>;
}

/** Of the lease's time, how much passes between two renewals. */
const RENEWALS_PER_TTL = 5;

/**
 * Waits for the lease, leads while it holds, and waits again when it is lost. One dispatcher leads
 * at a time; the others stand by.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #isLeading = false;
  #answeredAt: number | null = null;
  #wakeUp: () => void = () => undefined;

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#isLeading;
  }

  /**
   * Whether the database answered for the lease of late, whoever holds it: this dispatcher delivers,
   * or could take over.
   */
  get isInTouch(): boolean {
    const { monotonic, ttlMs } = this.#options;
    return this.#answeredAt !== null && monotonic() - this.#answeredAt < ttlMs;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { lease, holder, ttlMs, now, logger } = this.#options;
    let isStandingBy = false;
    while (!this.#stop.signal.aborted) {
      try {
        const acquiredAt = this.#options.monotonic();
        const fence = await lease.acquire(holder, ttlMs, now());
        this.#answeredAt = this.#options.monotonic();
        if (fence !== null) {
          isStandingBy = false;
          logger.info({ fence: fence.number }, 'leading');
          await this.#lead(fence, acquiredAt);
        } else if (!isStandingBy) {
          isStandingBy = true;
          logger.info('another dispatcher is active: standing by');
        }
      } catch (error) {
        logger.error({ err: error }, 'cannot lead, trying again');
      }
      if (!this.#stop.signal.aborted) await this.#sleep(ttlMs / RENEWALS_PER_TTL);
    }
  }

  async #lead(fence: Fence, acquiredAt: number): Promise<void> {
    const { lease, ttlMs, monotonic, lead, logger } = this.#options;
    let validUntil = acquiredAt + ttlMs;
    const term = await lead(fence, () => monotonic() < validUntil);
    this.#isLeading = true;
    const state = { hasEnded: false };
    void term.ended.then(() => {
      state.hasEnded = true;
      this.#wakeUp();
    });
    let isLost = false;
    while (!this.#stop.signal.aborted && !state.hasEnded && !isLost) {
      await this.#sleep(ttlMs / RENEWALS_PER_TTL);
      const renewedAt = monotonic();
      try {
        isLost = !(await lease.renew(fence, ttlMs, this.#options.now()));
        this.#answeredAt = monotonic();
        if (!isLost) {
          validUntil = renewedAt + ttlMs;
          term.onRenewed();
        }
      } catch (error) {
        logger.error({ err: error }, 'cannot renew the lease');
      }
    }
    this.#isLeading = false;
    if (isLost) logger.warn({ fence: fence.number }, 'the lease is lost');
    await this.#end(term, fence, isLost);
  }

  /** The lease is kept alive while the term drains, then handed back. */
  async #end(term: LeaderTerm, fence: Fence, isLost: boolean): Promise<void> {
    const { lease } = this.#options;
    if (isLost) {
      await term.stop(isLost);
      return;
    }
    const drained = new AbortController();
    const keepingAlive = this.#keepAlive(fence, drained.signal);
    try {
      await term.stop(isLost);
    } finally {
      drained.abort();
      await keepingAlive;
      await lease.release(fence);
    }
  }

  async #keepAlive(fence: Fence, drained: AbortSignal): Promise<void> {
    const { lease, ttlMs, now, logger } = this.#options;
    while (!drained.aborted) {
      try {
        await lease.renew(fence, ttlMs, now());
        this.#answeredAt = this.#options.monotonic();
      } catch (error) {
        logger.error({ err: error }, 'cannot renew the lease');
      }
      await this.#sleep(ttlMs / RENEWALS_PER_TTL, drained);
    }
  }

  /** Ends early when `wakeUp` is called or the signal says so. */
  async #sleep(delayMs: number, signal: AbortSignal = this.#stop.signal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const wakeUp = (): void => resolve();
    const cancel = this.#options.timers.after(delayMs, wakeUp);
    this.#wakeUp = wakeUp;
    signal.addEventListener('abort', wakeUp);
    await promise;
    signal.removeEventListener('abort', wakeUp);
    cancel();
  }
}
