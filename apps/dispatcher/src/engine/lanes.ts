import type { DeliveryQueue } from './delivery-queue.ts';
import { Lane } from './lane.ts';
import type { QueuedDelivery } from './queued-delivery.ts';
import { Turns } from './turns.ts';

/** The lanes of all endpoints that have something in memory, and whose turn it is. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #turns = new Turns();
  readonly #defaultCap: number;

  constructor(defaultCap: number) {
    this.#defaultCap = defaultCap;
  }

  add(queue: DeliveryQueue): void {
    const { endpointId } = queue;
    let lane = this.#lanes.get(endpointId);
    if (lane === undefined) {
      lane = new Lane(endpointId, queue.resend.work.accountId, this.#defaultCap);
      this.#lanes.set(endpointId, lane);
    }
    lane.queues.add(queue);
  }

  remove(queue: DeliveryQueue): void {
    const lane = this.#lanes.get(queue.endpointId);
    lane?.queues.delete(queue);
    if (lane?.queues.size === 0 && lane.inFlight === 0) this.#lanes.delete(queue.endpointId);
  }

  /** The endpoint may have something to start. */
  makeReady(endpointId: string): void {
    const lane = this.#lanes.get(endpointId);
    if (lane !== undefined) this.#turns.add(lane);
  }

  /** The next delivery whose turn it is; null when no lane can start one. */
  take(): QueuedDelivery | null {
    for (let lane = this.#turns.next(); lane !== null; lane = this.#turns.next()) {
      const item = lane.take();
      if (item === null) continue;
      this.#turns.add(lane);
      return item;
    }
    return null;
  }

  /** The outcome of a taken delivery is recorded. */
  release(item: QueuedDelivery): void {
    const { endpointId } = item.delivery;
    this.#lanes.get(endpointId)?.release(item);
    this.makeReady(endpointId);
  }
}
