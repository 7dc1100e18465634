import { ShareLedger, type ShareLedgerOptions } from './share-ledger.ts';

export interface FairSharesOptions extends ShareLedgerOptions {
  /** Takers that may wait for a permit; they are shared out by the same rule. */
  readonly maxWaiting: number;
}

export interface AcquireOptions {
  /** May have one of the reserved permits. */
  readonly isUrgent?: boolean;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** A permit that is held until it is disposed of; a second time does nothing. */
export type Permit = Disposable;

interface Waiter {
  readonly isUrgent: boolean;
  readonly grant: (permit: Permit) => void;
}

/** Those of one holder, in the order in which they came. */
interface Waiters {
  readonly urgent: Set<Waiter>;
  readonly others: Set<Waiter>;
}

/**
 * Shares out permits by the rule of `mayTake`. Between holders that wait, the one that has fewest is
 * next, and of equals the one that waits longest: their shares become equal.
 */
export class FairShares<Holder> {
  readonly #permits: ShareLedger<Holder>;
  readonly #waitingPermits: ShareLedger<Holder>;
  /** In the order in which they came or were last given a permit. */
  readonly #waiters = new Map<Holder, Waiters>();

  constructor(options: FairSharesOptions) {
    this.#permits = new ShareLedger(options);
    this.#waitingPermits = new ShareLedger({ capacity: options.maxWaiting });
  }

  get free(): number {
    return this.#permits.free;
  }

  get waiting(): number {
    return this.#waitingPermits.capacity - this.#waitingPermits.free;
  }

  held(holder: Holder): number {
    return this.#permits.held(holder);
  }

  /** A permit at once; null when none is granted now. */
  tryAcquire(holder: Holder, isUrgent = false): Permit | null {
    return this.#permits.take(holder, { isUrgent }) ? this.#permit(holder, isUrgent) : null;
  }

  /**
   * A permit as soon as one is granted; null at once when too many wait already, of this holder or
   * of all. Rejects with the reason of the signal.
   */
  async acquire(
    holder: Holder,
    { isUrgent = false, signal }: AcquireOptions = {},
  ): Promise<Permit | null> {
    signal?.throwIfAborted();
    const permit = this.tryAcquire(holder, isUrgent);
    if (permit !== null) return permit;
    if (!this.#waitingPermits.take(holder)) return null;
    const { promise, resolve, reject } = Promise.withResolvers<Permit>();
    const waiter: Waiter = { isUrgent, grant: resolve };
    const onAbort = (): void => {
      this.#leave(holder, waiter);
      reject(signal?.reason as Error);
    };
    this.#enter(holder, waiter);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #permit(holder: Holder, isUrgent: boolean): Permit {
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#permits.give(holder, { isUrgent });
        this.#grant();
      },
    };
  }

  #enter(holder: Holder, waiter: Waiter): void {
    let waiters = this.#waiters.get(holder);
    if (waiters === undefined) {
      waiters = { urgent: new Set(), others: new Set() };
      this.#waiters.set(holder, waiters);
    }
    (waiter.isUrgent ? waiters.urgent : waiters.others).add(waiter);
  }

  #leave(holder: Holder, waiter: Waiter): void {
    const waiters = this.#waiters.get(holder);
    if (waiters === undefined) return;
    const wasWaiting = (waiter.isUrgent ? waiters.urgent : waiters.others).delete(waiter);
    if (!wasWaiting) return;
    this.#waitingPermits.give(holder);
    if (waiters.urgent.size + waiters.others.size === 0) this.#waiters.delete(holder);
  }

  /** Gives what is free to those who wait, as far as the rule goes. */
  #grant(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const { holder, waiter } = next;
      const { isUrgent } = waiter;
      this.#leave(holder, waiter);
      this.#goBehind(holder);
      this.#permits.take(holder, { isUrgent });
      waiter.grant(this.#permit(holder, isUrgent));
    }
  }

  #goBehind(holder: Holder): void {
    const waiters = this.#waiters.get(holder);
    if (waiters === undefined) return;
    this.#waiters.delete(holder);
    this.#waiters.set(holder, waiters);
  }

  /** Null when nobody who waits may take a permit. */
  #next(): { readonly holder: Holder; readonly waiter: Waiter } | null {
    let best: { readonly holder: Holder; readonly waiter: Waiter } | null = null;
    let fewest = Infinity;
    for (const [holder, waiters] of this.#waiters) {
      const held = this.#permits.held(holder);
      if (held >= fewest) continue;
      const waiter = this.#firstThatMay(holder, waiters);
      if (waiter === null) continue;
      best = { holder, waiter };
      fewest = held;
    }
    return best;
  }

  #firstThatMay(holder: Holder, { urgent, others }: Waiters): Waiter | null {
    const [firstUrgent] = urgent;
    if (firstUrgent !== undefined && this.#permits.mayTake(holder, { isUrgent: true })) {
      return firstUrgent;
    }
    const [first] = others;
    return first !== undefined && this.#permits.mayTake(holder) ? first : null;
  }
}
