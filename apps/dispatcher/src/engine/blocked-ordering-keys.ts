import type { PlannedDelivery } from '@webhooks/domain';

import { Fifo } from './fifo.ts';

/** An object whose earliest unsettled delivery waits for a retry. */
interface HeldObject {
  /** The delivery that waits. */
  head: number;
  /** Its later deliveries up to this position were passed over and wait in the database. */
  parkedThrough: number;
  /** Those of them that are loaded again, to be delivered one after the other. */
  readonly followers: Fifo<PlannedDelivery>;
  /** The last follower that was loaded. */
  loadedThrough: number;
}

/** What is to be done for an object after one of its deliveries was settled. */
export type AfterHead =
  | { readonly kind: 'free' }
  | { readonly kind: 'follower'; readonly delivery: PlannedDelivery }
  | { readonly kind: 'load'; readonly afterPosition: number; readonly throughPosition: number };

/**
 * The objects of one queue that wait for a retry. While an object is held, its later deliveries are
 * not kept in memory: they stay PENDING in the database and are loaded when the head is settled.
 */
export class HeldObjects {
  readonly #held = new Map<number, HeldObject>();

  get size(): number {
    return this.#held.size;
  }

  /** The delivery at this position is to be tried again: later ones of its object wait for it. */
  hold(objectReferenceId: number, position: number): void {
    const held = this.#held.get(objectReferenceId);
    if (held === undefined) {
      const followers = new Fifo<PlannedDelivery>();
      this.#held.set(objectReferenceId, {
        head: position,
        parkedThrough: position,
        followers,
        loadedThrough: position,
      });
      return;
    }
    held.followers.drain();
    held.head = position;
    held.loadedThrough = position;
  }

  /** True when the delivery has to wait; it may be dropped from memory then. */
  parks(objectReferenceId: number, position: number): boolean {
    const held = this.#held.get(objectReferenceId);
    if (held === undefined) return false;
    held.parkedThrough = Math.max(held.parkedThrough, position);
    return true;
  }

  /** The object waits for nothing any more: what was parked is to be loaded as if never seen. */
  forget(objectReferenceId: number): void {
    this.#held.delete(objectReferenceId);
  }

  /** The queue is unloaded: what was parked will come with it again, as if never seen. */
  unload(): void {
    for (const held of this.#held.values()) {
      held.followers.drain();
      held.parkedThrough = held.head;
      held.loadedThrough = held.head;
    }
  }

  /** Followers came from the database. */
  addFollowers(objectReferenceId: number, followers: readonly PlannedDelivery[]): void {
    const held = this.#held.get(objectReferenceId);
    if (held === undefined) return;
    for (const follower of followers) {
      held.followers.push(follower);
      held.loadedThrough = follower.position;
    }
    // None left: everything up to the parked mark is settled.
    if (followers.length === 0) held.loadedThrough = held.parkedThrough;
  }

  /** Says what comes next for an object none of whose deliveries is in work. */
  next(objectReferenceId: number): AfterHead {
    const held = this.#held.get(objectReferenceId);
    if (held === undefined) return { kind: 'free' };
    const delivery = held.followers.shift();
    if (delivery !== undefined) return { kind: 'follower', delivery };
    if (held.loadedThrough < held.parkedThrough) {
      const { loadedThrough: afterPosition, parkedThrough: throughPosition } = held;
      return { kind: 'load', afterPosition, throughPosition };
    }
    this.#held.delete(objectReferenceId);
    return { kind: 'free' };
  }
}
