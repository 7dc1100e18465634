import { Fifo } from './fifo.ts';

interface Waiting<T> {
  readonly urgent: Fifo<T>;
  readonly others: Fifo<T>;
}

/**
 * Lets one delivery per key through at a time: urgent ones first, each kind in the order in which
 * they came. Every queue has its own, so keys are exclusive per endpoint, across resends too.
 */
export class OrderingKeyLocks<T> {
  readonly #isUrgent: (item: T) => boolean;
  /** What waits for each lock that is held; null for nothing so far, as for most. */
  readonly #waiting = new Map<string, Waiting<T> | null>();

  constructor(isUrgent: (item: T) => boolean) {
    this.#isUrgent = isUrgent;
  }

  /** True: the lock is held now. False: the item waits until `release` returns it. */
  acquire(key: string, item: T): boolean {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      this.#waiting.set(key, null);
      return true;
    }
    const queues = waiting ?? { urgent: new Fifo(), others: new Fifo() };
    if (waiting === null) this.#waiting.set(key, queues);
    this.#queueOf(queues, item).push(item);
    return false;
  }

  /** Passes the lock to the next waiting item that is still wanted, and returns that. */
  release(key: string, isWanted: (item: T) => boolean): T | null {
    const waiting = this.#waiting.get(key) ?? null;
    if (waiting !== null) {
      for (const queue of [waiting.urgent, waiting.others]) {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
          if (isWanted(item)) return item;
        }
      }
    }
    this.#waiting.delete(key);
    return null;
  }

  /** Takes out the waiting items that are not wanted any more, and returns them. */
  withdraw(isWithdrawn: (item: T) => boolean): T[] {
    const withdrawn: T[] = [];
    for (const waiting of this.#waiting.values()) {
      if (waiting === null) continue;
      for (const item of [...waiting.urgent.drain(), ...waiting.others.drain()]) {
        if (isWithdrawn(item)) withdrawn.push(item);
        else this.#queueOf(waiting, item).push(item);
      }
    }
    return withdrawn;
  }

  #queueOf({ urgent, others }: Waiting<T>, item: T): Fifo<T> {
    return this.#isUrgent(item) ? urgent : others;
  }
}
