import type { EndpointQueue } from './endpoint-queue.ts';

/**
 * Fair turns: accounts in a ring, and the queues of an account in a ring, so that the endpoints of
 * one account together get no more turns than another account's single one.
 */
export class RoundRobin {
  readonly #accounts = new Map<number, Set<EndpointQueue>>();
  /** Those that could start something if there were a slot for them. */
  readonly #waiting = new Map<number, Set<EndpointQueue>>();

  /** The queue may have something to start. */
  add(queue: EndpointQueue): void {
    removeFrom(this.#waiting, queue);
    addTo(this.#accounts, queue);
  }

  /** The queue has nothing to start any more. */
  remove(queue: EndpointQueue): void {
    removeFrom(this.#accounts, queue);
    removeFrom(this.#waiting, queue);
  }

  /** The queue has no turn until a slot is free. */
  wait(queue: EndpointQueue): void {
    removeFrom(this.#accounts, queue);
    addTo(this.#waiting, queue);
  }

  /** None of the account's queues has a turn until a slot is free. */
  waitAll(accountId: number): void {
    for (const queue of this.#accounts.get(accountId) ?? []) addTo(this.#waiting, queue);
    this.#accounts.delete(accountId);
  }

  /** A slot is free: whoever waited for one has turns again. */
  endWait(): void {
    for (const [accountId, waiting] of this.#waiting) {
      const queues = this.#accounts.get(accountId);
      if (queues === undefined) this.#accounts.set(accountId, waiting);
      else for (const queue of waiting) queues.add(queue);
    }
    this.#waiting.clear();
  }

  /** The queue whose turn it is, which is behind all others from now on; null when there is none. */
  next(): EndpointQueue | null {
    for (const [accountId, queues] of this.#accounts) {
      for (const queue of queues) {
        if (queues.size > 1) {
          queues.delete(queue);
          queues.add(queue);
        }
        if (this.#accounts.size > 1) {
          this.#accounts.delete(accountId);
          this.#accounts.set(accountId, queues);
        }
        return queue;
      }
    }
    return null;
  }
}

function addTo(accounts: Map<number, Set<EndpointQueue>>, queue: EndpointQueue): void {
  const queues = accounts.get(queue.accountId);
  if (queues === undefined) accounts.set(queue.accountId, new Set([queue]));
  else queues.add(queue);
}

function removeFrom(accounts: Map<number, Set<EndpointQueue>>, queue: EndpointQueue): void {
  const queues = accounts.get(queue.accountId);
  if (queues?.delete(queue) === true && queues.size === 0) accounts.delete(queue.accountId);
}
