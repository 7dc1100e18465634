import type { PlannedDelivery } from '@webhooks/domain';
import { crashPoint } from '@webhooks/runtime';

import { ActiveResend } from '../memory/active-resend.ts';
import { ResendBuffer } from '../memory/resend-buffer.ts';
import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import type { MemoryBudget } from '../memory/memory-budget.ts';
import type { ResendClaimer } from './resend-claimer.ts';
import type { WorkPermits } from './work-permits.ts';

export interface ActiveResendsOptions {
  readonly claimer: Pick<ResendClaimer, 'claim'>;
  readonly scheduler: EndpointScheduler;
  readonly permits: Pick<WorkPermits, 'enter'>;
  readonly budget: MemoryBudget;
  /** A resend left memory and waits for a queue. */
  readonly onParked: (queue: EndpointQueue) => void;
  /** Deliveries of a resend were planned when it was claimed; nobody knows the resend yet. */
  readonly onPlanned: (resend: ActiveResend, deliveries: readonly PlannedDelivery[]) => void;
}

/** The resends in memory, each at most once. */
export class ActiveResends {
  readonly #options: ActiveResendsOptions;
  readonly #resends = new Map<number, Promise<ActiveResend | null>>();
  readonly #terminating = new Set<number>();

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
  async whileTerminating(resendId: number, terminate: () => Promise<void>): Promise<void> {
    this.#terminating.add(resendId);
    try {
      await terminate();
    } finally {
      this.#terminating.delete(resendId);
    }
  }

  /** The resend in memory, started if it was PENDING; null when it is settled, unknown, paused or
   * being cancelled. */
  async activate(resendId: number): Promise<ActiveResend | null> {
    for (;;) {
      if (this.#terminating.has(resendId)) return null;
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
      resend.permit ??= this.#options.permits.enter(resend.work);
      return resend;
    }
  }

  /** The buffer of a resend for an endpoint, made when it is first asked for. */
  bufferFor(resend: ActiveResend, endpointId: string): ResendBuffer {
    let buffer = resend.buffers.get(endpointId);
    if (buffer === undefined) {
      const wasStarted = resend.work.status !== 'PENDING';
      buffer = new ResendBuffer(resend, endpointId, wasStarted, this.#options.budget);
      resend.buffers.set(endpointId, buffer);
      this.#options.scheduler.add(buffer);
    }
    return buffer;
  }

  /** Drops a resend of which nothing can be done now; queues that did not admit it readmit it later. */
  retireIfIdle(resend: ActiveResend): void {
    const { scheduler } = this.#options;
    if (resend.isRetired || !resend.isIdle) return;
    const parked: EndpointQueue[] = [];
    for (const buffer of resend.buffers.values()) {
      const queue = scheduler.get(buffer.endpointId);
      if (queue !== undefined && waitsFor(buffer) && !scheduler.admits(buffer)) {
        queue.parkedResends[resend.work.mode].add(resend.work.id);
        parked.push(queue);
      }
      scheduler.remove(buffer);
    }
    this.#resends.delete(resend.work.id);
    resend.retire();
    for (const queue of parked) this.#options.onParked(queue);
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
    const { claimer, permits } = this.#options;
    const claimed = await claimer.claim(resendId);
    if (claimed === null) return null;
    const resend = new ActiveResend(claimed.work);
    resend.permit = permits.enter(resend.work);
    for (const endpointId of claimed.work.endpointIds) this.bufferFor(resend, endpointId);
    for (const { endpointId, objectReferenceId, position } of claimed.blocked) {
      this.bufferFor(resend, endpointId).blockedKeys.block(objectReferenceId, position);
    }
    if (claimed.deliveries.length > 0) await crashPoint('planned-not-sent');
    this.#options.onPlanned(resend, claimed.deliveries);
    return resend;
  }
}

/** It may have something in the database for its queue. One without a permit is readmitted elsewhere. */
function waitsFor({ resend, hasUnloaded }: ResendBuffer): boolean {
  if (resend.isSettled || resend.permit === null) return false;
  return hasUnloaded || !resend.isPlanned;
}
