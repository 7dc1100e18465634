import type { DispatchStore } from '@webhooks/domain';

import type { ActiveResend } from './active-resend.ts';
import type { DeliveryQueue } from './resend-buffer.ts';

/** Followers of one object loaded at once. */
const PAGE = { rows: 64, bytes: 1024 * 1024 };

export interface FollowersOptions {
  readonly store: Pick<DispatchStore, 'loadFollowers'>;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Does something that may add deliveries to a resend; it is not idle meanwhile. */
  readonly load: (resend: ActiveResend, load: () => Promise<void>) => void;
  /** The queue got a delivery. */
  readonly onFilled: (queue: DeliveryQueue) => void;
}

/** Lets the deliveries go on that waited in the database for the head of their object. */
export class Followers {
  readonly #options: FollowersOptions;

  constructor(options: FollowersOptions) {
    this.#options = options;
  }

  /** The earliest delivery of an object is settled: the next one that waited for it goes on. */
  release(queue: DeliveryQueue, objectReferenceId: number): void {
    if (queue.isUnloaded) {
      // What waits is loaded as if never seen when the queue is filled again.
      queue.held.forget(objectReferenceId);
      return;
    }
    const next = queue.held.next(objectReferenceId);
    if (next.kind === 'follower') {
      queue.addFollower(next.delivery);
      this.#options.onFilled(queue);
    } else if (next.kind === 'load') {
      const { afterPosition, throughPosition } = next;
      this.#options.load(queue.resend, () =>
        this.#load(queue, objectReferenceId, afterPosition, throughPosition),
      );
    }
  }

  async #load(
    queue: DeliveryQueue,
    objectReferenceId: number,
    afterPosition: number,
    throughPosition: number,
  ): Promise<void> {
    const { store, persist } = this.#options;
    const { endpointId, resend, epoch } = queue;
    const followers = await persist('load followers', () =>
      store.loadFollowers(
        resend.work.id,
        endpointId,
        objectReferenceId,
        afterPosition,
        throughPosition,
        PAGE,
      ),
    );
    if (queue.epoch !== epoch) {
      queue.held.forget(objectReferenceId);
      return;
    }
    queue.held.addFollowers(objectReferenceId, followers);
    this.release(queue, objectReferenceId);
  }
}
