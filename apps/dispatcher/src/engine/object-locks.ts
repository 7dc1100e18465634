import { Fifo } from './fifo.ts';

/**
 * Lets one delivery per object through at a time, the others in the order in which they came.
 * Every lane has its own, so objects are exclusive per endpoint, across resends too.
 */
export class ObjectLocks<T> {
  readonly #waiting = new Map<string, Fifo<T>>();

  /** True: the lock is held now. False: the item waits until `release` returns it. */
  acquire(key: string, item: T): boolean {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      this.#waiting.set(key, new Fifo());
      return true;
    }
    waiting.push(item);
    return false;
  }

  /** Passes the lock to the next waiting item that is still wanted, and returns that. */
  release(key: string, isWanted: (item: T) => boolean): T | null {
    const waiting = this.#waiting.get(key);
    for (let item = waiting?.shift(); item !== undefined; item = waiting?.shift()) {
      if (isWanted(item)) return item;
    }
    this.#waiting.delete(key);
    return null;
  }

  /** Takes out the waiting items that are not wanted any more, and returns them. */
  withdraw(isWithdrawn: (item: T) => boolean): T[] {
    const withdrawn: T[] = [];
    for (const waiting of this.#waiting.values()) {
      for (const item of waiting.drain()) {
        if (isWithdrawn(item)) withdrawn.push(item);
        else waiting.push(item);
      }
    }
    return withdrawn;
  }
}
