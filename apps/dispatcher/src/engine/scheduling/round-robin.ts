import type { EndpointQueue } from './endpoint-queue.ts';

/**
 * What an endpoint's queue is at:
 *
 *   idle ───► ready       something was loaded, or its pace or a lock allows something again
 *   ready ──► short       it could start something, but there is no slot for it
 *   short ──► ready       a slot is free again
 *   ready ──► idle        it has nothing that may start now
 *
 * An idle queue whose pace refused something is woken by a timer of the scheduler.
 */
export type EndpointQueueState = 'idle' | 'ready' | 'short';

type Rings = Map<number, Set<EndpointQueue>>;

/**
 * Fair turns: accounts in a ring, and the queues of an account in a ring, so that the endpoints of
 * one account together get no more turns than another account's single one.
 */
export class RoundRobin {
  readonly #ready: Rings = new Map();
  readonly #short: Rings = new Map();

  move(queue: EndpointQueue, state: EndpointQueueState): void {
    if (state !== 'ready') removeFrom(this.#ready, queue);
    if (state !== 'short') removeFrom(this.#short, queue);
    if (state !== 'idle') addTo(state === 'ready' ? this.#ready : this.#short, queue);
  }

  /** The ready queues of an account are short of a slot, each of them. */
  shortAll(accountId: number): void {
    for (const queue of this.#ready.get(accountId) ?? []) addTo(this.#short, queue);
    this.#ready.delete(accountId);
  }

  /** A slot is free: whoever was short of one has turns again. */
  readyAll(): void {
    for (const [accountId, short] of this.#short) {
      const queues = this.#ready.get(accountId);
      if (queues === undefined) this.#ready.set(accountId, short);
      else for (const queue of short) queues.add(queue);
    }
    this.#short.clear();
  }

  /** The queue whose turn it is, which is behind all others from now on; null when there is none. */
  next(): EndpointQueue | null {
    for (const [accountId, queues] of this.#ready) {
      for (const queue of queues) {
        if (queues.size > 1) {
          queues.delete(queue);
          queues.add(queue);
        }
        if (this.#ready.size > 1) {
          this.#ready.delete(accountId);
          this.#ready.set(accountId, queues);
        }
        return queue;
      }
    }
    return null;
  }
}

function addTo(rings: Rings, queue: EndpointQueue): void {
  const queues = rings.get(queue.accountId);
  if (queues === undefined) rings.set(queue.accountId, new Set([queue]));
  else queues.add(queue);
}

function removeFrom(rings: Rings, queue: EndpointQueue): void {
  const queues = rings.get(queue.accountId);
  if (queues?.delete(queue) === true && queues.size === 0) rings.delete(queue.accountId);
}
