import type { PlannedDelivery } from '@webhooks/domain';

import { Fifo } from './fifo.ts';

/** A key whose earliest unsettled delivery waits for a retry. */
interface BlockedKey {
  /** The delivery that waits. */
  head: number;
  /** Its later deliveries up to this position were passed over and wait in the database. */
  deferredThrough: number;
  /** Those of them that are loaded again, to be delivered one after the other. */
  readonly successors: Fifo<PlannedDelivery>;
  /** The last successor that was loaded. */
  loadedThrough: number;
}

/** What is to be done for a key after one of its deliveries was settled. */
export type AfterHead =
  | { readonly kind: 'free' }
  | { readonly kind: 'successor'; readonly delivery: PlannedDelivery }
  | { readonly kind: 'load'; readonly afterPosition: number; readonly throughPosition: number };

/**
 * The keys of one buffer that wait for a retry. While a key is blocked, its later deliveries are
 * not kept in memory: they stay PENDING in the database and are loaded when the head is settled.
 */
export class BlockedOrderingKeys {
  readonly #blocked = new Map<number, BlockedKey>();

  get size(): number {
    return this.#blocked.size;
  }

  /** The delivery at this position is to be tried again: later ones of its key wait for it. */
  block(objectReferenceId: number, position: number): void {
    const blocked = this.#blocked.get(objectReferenceId);
    if (blocked === undefined) {
      const successors = new Fifo<PlannedDelivery>();
      this.#blocked.set(objectReferenceId, {
        head: position,
        deferredThrough: position,
        successors,
        loadedThrough: position,
      });
      return;
    }
    blocked.successors.drain();
    blocked.head = position;
    blocked.loadedThrough = position;
  }

  /** True when the delivery has to wait; it may be dropped from memory then. */
  defer(objectReferenceId: number, position: number): boolean {
    const blocked = this.#blocked.get(objectReferenceId);
    if (blocked === undefined) return false;
    blocked.deferredThrough = Math.max(blocked.deferredThrough, position);
    return true;
  }

  /** The key waits for nothing any more: what was deferred is to be loaded as if never seen. */
  forget(objectReferenceId: number): void {
    this.#blocked.delete(objectReferenceId);
  }

  /** The buffer is unloaded: what was deferred will come with it again, as if never seen. */
  unload(): void {
    for (const blocked of this.#blocked.values()) {
      blocked.successors.drain();
      blocked.deferredThrough = blocked.head;
      blocked.loadedThrough = blocked.head;
    }
  }

  /** Successors came from the database. */
  addSuccessors(objectReferenceId: number, successors: readonly PlannedDelivery[]): void {
    const blocked = this.#blocked.get(objectReferenceId);
    if (blocked === undefined) return;
    for (const successor of successors) {
      blocked.successors.push(successor);
      blocked.loadedThrough = successor.position;
    }
    // None left: everything up to the deferred mark is settled.
    if (successors.length === 0) blocked.loadedThrough = blocked.deferredThrough;
  }

  /** Says what comes next for a key with no delivery in flight. */
  next(objectReferenceId: number): AfterHead {
    const blocked = this.#blocked.get(objectReferenceId);
    if (blocked === undefined) return { kind: 'free' };
    const delivery = blocked.successors.shift();
    if (delivery !== undefined) return { kind: 'successor', delivery };
    if (blocked.loadedThrough < blocked.deferredThrough) {
      const { loadedThrough: afterPosition, deferredThrough: throughPosition } = blocked;
      return { kind: 'load', afterPosition, throughPosition };
    }
    this.#blocked.delete(objectReferenceId);
    return { kind: 'free' };
  }
}
