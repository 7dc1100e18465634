import type { DeliveryQueue } from './delivery-queue.ts';
import { ObjectLocks } from './object-locks.ts';
import type { QueuedDelivery } from './queued-delivery.ts';

/**
 * What goes to one endpoint: the queues of all resends that have something for it, its in-flight
 * cap and the locks of its objects. A slow endpoint fills its own lane and nobody else's.
 */
export class Lane {
  readonly endpointId: string;
  readonly accountId: number;
  readonly queues = new Set<DeliveryQueue>();
  /** Taken and not recorded yet. */
  inFlight = 0;
  /** Deliveries in flight at once. */
  cap: number;
  readonly #objects = new ObjectLocks<QueuedDelivery>();

  constructor(endpointId: string, accountId: number, cap: number) {
    this.endpointId = endpointId;
    this.accountId = accountId;
    this.cap = cap;
  }

  /** The next delivery that may start now; null when there is none or the cap is reached. */
  take(): QueuedDelivery | null {
    if (this.inFlight >= this.cap) return null;
    for (const mode of ['interactive', 'bulk'] as const) {
      for (const queue of this.queues) {
        if (queue.resend.work.mode !== mode) continue;
        const item = this.#takeFrom(queue);
        if (item !== null) return item;
      }
    }
    return null;
  }

  /** The outcome of a taken item is recorded: its slot and its object are free. */
  release(item: QueuedDelivery): void {
    this.inFlight -= 1;
    item.queue.inFlight -= 1;
    if (item.objectKey === null) return;
    const next = this.#objects.release(item.objectKey, (waiting) => !waiting.queue.parks(waiting));
    next?.queue.addUnlocked(next);
  }

  #takeFrom(queue: DeliveryQueue): QueuedDelivery | null {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (!this.#mayStart(item)) continue;
      queue.leave(item);
      queue.inFlight += 1;
      this.inFlight += 1;
      // The queue goes to the end, so that the resends of an endpoint take turns.
      this.queues.delete(queue);
      this.queues.add(queue);
      return item;
    }
    return null;
  }

  #mayStart(item: QueuedDelivery): boolean {
    if (item.hasLock || item.objectKey === null) return true;
    if (item.queue.parks(item)) return false;
    return this.#objects.acquire(item.objectKey, item);
  }
}
