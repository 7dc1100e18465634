import type { PlannedDelivery } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import { ActiveResend } from './active-resend.ts';
import { DeliveryQueue } from './resend-buffer.ts';
import type { Lane } from './endpoint-queue.ts';
import type { Lanes } from './endpoint-scheduler.ts';
import type { MemoryBudget } from './memory-budget.ts';
import type { Taker } from './resend-claimer.ts';
import type { WorkPlaces } from './work-permits.ts';

export interface ActiveResendsOptions {
  readonly taker: Pick<Taker, 'take'>;
  readonly lanes: Lanes;
  readonly places: Pick<WorkPlaces, 'enter'>;
  readonly budget: MemoryBudget;
  /** A resend left memory and waits for a lane. */
  readonly onAsleep: (lane: Lane) => void;
  /** Deliveries of a resend were planned when it was taken; nobody knows the resend yet. */
  readonly onPlanned: (resend: ActiveResend, deliveries: readonly PlannedDelivery[]) => void;
}

/** The resends in memory, each at most once. */
export class ActiveResends {
  readonly #options: ActiveResendsOptions;
  readonly #resends = new Map<number, Promise<ActiveResend | null>>();
  readonly #closing = new Set<number>();

  constructor(options: ActiveResendsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#resends.size;
  }

  has(resendId: number): boolean {
    return this.#resends.has(resendId);
  }

  /** The resend if it is in memory; a load that fails concerns nobody but those who asked for it. */
  async find(resendId: number): Promise<ActiveResend | null> {
    const resend = await this.#resends.get(resendId)?.catch(() => null);
    return resend === undefined || resend === null || resend.isRetired ? null : resend;
  }

  /**
   * What is settled without being sent is not worked on meanwhile. For a cancellation the database
   * says so too, but not for an expiry.
   */
  async whileClosing(resendId: number, close: () => Promise<void>): Promise<void> {
    this.#closing.add(resendId);
    try {
      await close();
    } finally {
      this.#closing.delete(resendId);
    }
  }

  /** The resend in memory, started if it was PENDING; null when it is settled, unknown, paused or
   * being cancelled. */
  async activate(resendId: number): Promise<ActiveResend | null> {
    for (;;) {
      if (this.#closing.has(resendId)) return null;
      let loading = this.#resends.get(resendId);
      if (loading === undefined) {
        loading = this.#load(resendId);
        this.#resends.set(resendId, loading);
        loading.then(
          (resend) => resend ?? this.#resends.delete(resendId),
          () => this.#resends.delete(resendId),
        );
      }
      const resend = await loading;
      if (resend === null) return null;
      // It may have left memory between the load and this moment.
      if (resend.isRetired) continue;
      resend.place ??= this.#options.places.enter(resend.work);
      return resend;
    }
  }

  /** The queue of a resend for an endpoint, made when it is first asked for. */
  queueFor(resend: ActiveResend, endpointId: string): DeliveryQueue {
    let queue = resend.queues.get(endpointId);
    if (queue === undefined) {
      const wasStarted = resend.work.status !== 'PENDING';
      queue = new DeliveryQueue(resend, endpointId, wasStarted, this.#options.budget);
      resend.queues.set(endpointId, queue);
      this.#options.lanes.add(queue);
    }
    return queue;
  }

  /** Drops a resend of which nothing can be done now. Lanes that do not admit it will call it. */
  retireIfIdle(resend: ActiveResend): void {
    const { lanes } = this.#options;
    if (resend.isRetired || !resend.isIdle) return;
    const asleep: Lane[] = [];
    for (const queue of resend.queues.values()) {
      const lane = lanes.get(queue.endpointId);
      if (lane !== undefined && waitsFor(queue) && !lanes.admits(queue)) {
        lane.sleepers[resend.work.mode].add(resend.work.id);
        asleep.push(lane);
      }
      lanes.remove(queue);
    }
    this.#resends.delete(resend.work.id);
    resend.retire();
    for (const lane of asleep) this.#options.onAsleep(lane);
  }

  /** The engine ends: nobody need wait any more. */
  fail(reason: unknown): void {
    for (const loading of this.#resends.values()) {
      loading.then(
        (resend) => resend?.fail(reason),
        () => undefined,
      );
    }
  }

  async #load(resendId: number): Promise<ActiveResend | null> {
    const { taker, places } = this.#options;
    const taken = await taker.take(resendId);
    if (taken === null) return null;
    const resend = new ActiveResend(taken.work);
    resend.place = places.enter(resend.work);
    for (const endpointId of taken.work.endpointIds) this.queueFor(resend, endpointId);
    for (const { endpointId, objectReferenceId, position } of taken.held) {
      this.queueFor(resend, endpointId).held.hold(objectReferenceId, position);
    }
    if (taken.deliveries.length > 0) await crashPoint('planned-not-sent');
    this.#options.onPlanned(resend, taken.deliveries);
    return resend;
  }
}

/** It may have something in the database for its lane. Without a place that is called for elsewhere. */
function waitsFor({ resend, isBehind }: DeliveryQueue): boolean {
  if (resend.isSettled || resend.place === null) return false;
  return isBehind || !resend.isPlanned;
}
