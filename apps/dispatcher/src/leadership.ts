import type { Fence, LeaseStore, Timers } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

/** What is done while the lease is held. */
export interface LeaderSession {
  /** Resolves when the session can not go on by itself. */
  readonly ended: Promise<unknown>;
  /** The lease was renewed. */
  onRenewed(): void;
  /** Ends the session; what is in flight gets a bounded time unless the lease is lost. */
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
  readonly lead: (fence: Fence, holdsLease: () => boolean) => Promise<LeaderSession>;
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

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  get isLeading(): boolean {
    return this.#isLeading;
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
    const session = await lead(fence, () => monotonic() < validUntil);
    this.#isLeading = true;
    const state = { hasEnded: false };
    void session.ended.then(() => {
      state.hasEnded = true;
      this.#wakeUp();
    });
    let isLost = false;
    while (!this.#stop.signal.aborted && !state.hasEnded && !isLost) {
      await this.#sleep(ttlMs / RENEWALS_PER_TTL);
      const renewedAt = monotonic();
      try {
        isLost = !(await lease.renew(fence, ttlMs, this.#options.now()));
        if (!isLost) {
          validUntil = renewedAt + ttlMs;
          session.onRenewed();
        }
      } catch (error) {
        logger.error({ err: error }, 'cannot renew the lease');
      }
    }
    this.#isLeading = false;
    if (isLost) logger.warn({ fence: fence.number }, 'the lease is lost');
    await this.#end(session, fence, isLost);
  }

  /** The lease is kept alive while the session drains, then handed back. */
  async #end(session: LeaderSession, fence: Fence, isLost: boolean): Promise<void> {
    const { lease, ttlMs, timers, now } = this.#options;
    let cancel = (): void => undefined;
    const keepAlive = (): void => {
      cancel = timers.after(ttlMs / RENEWALS_PER_TTL, () => {
        lease.renew(fence, ttlMs, now()).then(keepAlive, keepAlive);
      });
    };
    if (!isLost) keepAlive();
    try {
      await session.stop(isLost);
    } finally {
      cancel();
      cancel = (): void => undefined;
      if (!isLost) await lease.release(fence);
    }
  }

  #wakeUp: () => void = () => undefined;

  /** Ends early when the session ends or the process stops. */
  async #sleep(delayMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.timers.after(delayMs, resolve);
    this.#wakeUp = resolve;
    this.#stop.signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    cancel();
  }
}
