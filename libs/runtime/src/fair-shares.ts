import { ShareLedger, type ShareLedgerOptions } from './share-ledger.ts';

export interface FairSharesOptions extends ShareLedgerOptions {
  /** Takers that may wait for a place; they are shared out by the same rule. */
  readonly maxWaiting: number;
}

export interface Acquiring {
  /** May have one of the reserved places. */
  readonly isUrgent?: boolean;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}

/** A place that is held until it is disposed of; a second time does nothing. */
export type Place = Disposable;

interface Waiter {
  readonly isUrgent: boolean;
  readonly grant: (place: Place) => void;
}

/** Those of one holder, in the order in which they came. */
interface Waiters {
  readonly urgent: Set<Waiter>;
  readonly others: Set<Waiter>;
}

/**
 * Shares out places by the rule of `mayTake`. Between holders that wait, the one that has fewest is
 * next, and of equals the one that waits longest: their shares become equal.
 */
export class FairShares<Holder> {
  readonly #places: ShareLedger<Holder>;
  readonly #waitingPlaces: ShareLedger<Holder>;
  /** In the order in which they came or were last given a place. */
  readonly #waiters = new Map<Holder, Waiters>();

  constructor(options: FairSharesOptions) {
    this.#places = new ShareLedger(options);
    this.#waitingPlaces = new ShareLedger({ capacity: options.maxWaiting });
  }

  get free(): number {
    return this.#places.free;
  }

  get waiting(): number {
    return this.#waitingPlaces.capacity - this.#waitingPlaces.free;
  }

  held(holder: Holder): number {
    return this.#places.held(holder);
  }

  /** A place at once; null when none is granted now. */
  tryAcquire(holder: Holder, isUrgent = false): Place | null {
    return this.#places.take(holder, { isUrgent }) ? this.#place(holder, isUrgent) : null;
  }

  /**
   * A place as soon as one is granted; null at once when too many wait already, of this holder or
   * of all. Rejects with the reason of the signal.
   */
  async acquire(
    holder: Holder,
    { isUrgent = false, signal }: Acquiring = {},
  ): Promise<Place | null> {
    signal?.throwIfAborted();
    const place = this.tryAcquire(holder, isUrgent);
    if (place !== null) return place;
    if (!this.#waitingPlaces.take(holder)) return null;
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
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

  #place(holder: Holder, isUrgent: boolean): Place {
    let isHeld = true;
    return {
      [Symbol.dispose]: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#places.give(holder, { isUrgent });
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
    this.#waitingPlaces.give(holder);
    if (waiters.urgent.size + waiters.others.size === 0) this.#waiters.delete(holder);
  }

  /** Gives what is free to those who wait, as far as the rule goes. */
  #grant(): void {
    for (let next = this.#next(); next !== null; next = this.#next()) {
      const { holder, waiter } = next;
      const { isUrgent } = waiter;
      this.#leave(holder, waiter);
      this.#goBehind(holder);
      this.#places.take(holder, { isUrgent });
      waiter.grant(this.#place(holder, isUrgent));
    }
  }

  #goBehind(holder: Holder): void {
    const waiters = this.#waiters.get(holder);
    if (waiters === undefined) return;
    this.#waiters.delete(holder);
    this.#waiters.set(holder, waiters);
  }

  /** Null when nobody who waits may take a place. */
  #next(): { readonly holder: Holder; readonly waiter: Waiter } | null {
    let best: { readonly holder: Holder; readonly waiter: Waiter } | null = null;
    let fewest = Infinity;
    for (const [holder, waiters] of this.#waiters) {
      const held = this.#places.held(holder);
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
    if (firstUrgent !== undefined && this.#places.mayTake(holder, { isUrgent: true })) {
      return firstUrgent;
    }
    const [first] = others;
    return first !== undefined && this.#places.mayTake(holder) ? first : null;
  }
}
