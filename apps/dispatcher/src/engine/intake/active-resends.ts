import { crashPoint } from '@webhooks/runtime';

import { ActiveResend } from '../memory/active-resend.ts';
import type { ResendBuffer } from '../memory/resend-buffer.ts';
import type { ResendBuffers } from '../memory/resend-buffers.ts';
import { ResendRates } from '../memory/resend-rates.ts';
import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import type { ClaimedWork, ResendClaimer } from './resend-claimer.ts';
import type { WorkPermits } from './work-permits.ts';

export interface ActiveResendsOptions {
  readonly claimer: Pick<ResendClaimer, 'claim'>;
  readonly permits: Pick<WorkPermits, 'enter'>;
  readonly buffers: ResendBuffers;
  readonly scheduler: EndpointScheduler;
  /** A resend was claimed, with deliveries that were planned then; nobody knows it yet. */
  readonly onClaimed: (resend: ActiveResend, deliveries: ClaimedWork['deliveries']) => void;
  /** A resend left memory: its endpoint may have room for it later, or for another one now. */
  readonly onLeft: (queue: EndpointQueue) => void;
}

/** The resends in memory, each at most once. */
export class ActiveResends {
  readonly #options: ActiveResendsOptions;
  readonly #resends = new Map<number, Promise<ActiveResend | null>>();
  readonly #terminating = new Set<number>();
  readonly #rates = new ResendRates();

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
    return resend === undefined || resend === null || resend.state === 'retired' ? null : resend;
  }

  /** A resend in memory may go so fast from now on; null when it is not there, or it may already. */
  async limit(resendId: number, maxRatePerSecond: number | null): Promise<ActiveResend | null> {
    const resend = await this.find(resendId);
    if (resend === null || resend.rate.perSecond === maxRatePerSecond) return null;
    this.#rates.change(resend, maxRatePerSecond);
    return resend;
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
      const resend = await (this.#resends.get(resendId) ?? this.#begin(resendId));
      if (resend === null) return null;
      // It may have left memory between the load and this moment.
      if (resend.state === 'retired') continue;
      this.#permit(resend);
      return resend;
    }
  }

  /** The buffer of a resend for an endpoint, made when it is first asked for. */
  bufferFor(resend: ActiveResend, endpointId: string): ResendBuffer {
    const { buffers, scheduler } = this.#options;
    const found = buffers.find(resend, endpointId);
    if (found !== undefined) return found;
    const buffer = buffers.add(resend, endpointId);
    scheduler.add(buffer);
    return buffer;
  }

  /** Drops a resend of which nothing can be done now; queues that did not admit it readmit it later. */
  retireIfIdle(resend: ActiveResend): void {
    const { buffers, scheduler, onLeft } = this.#options;
    if (resend.state === 'retired' || !buffers.isIdle(resend)) return;
    const left: EndpointQueue[] = [];
    for (const buffer of buffers.of(resend)) {
      const queue = scheduler.get(buffer.endpointId);
      if (queue === undefined) continue;
      if (waitsFor(buffer) && !scheduler.admits(buffer)) scheduler.park(buffer);
      scheduler.remove(buffer);
      left.push(queue);
    }
    buffers.remove(resend);
    this.#resends.delete(resend.work.id);
    resend.retire();
    for (const queue of left) onLeft(queue);
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

  #begin(resendId: number): Promise<ActiveResend | null> {
    const loading = this.#load(resendId);
    this.#resends.set(resendId, loading);
    loading.then(
      (resend) => resend ?? this.#resends.delete(resendId),
      () => this.#resends.delete(resendId),
    );
    return loading;
  }

  async #load(resendId: number): Promise<ActiveResend | null> {
    const { claimer, permits, onClaimed } = this.#options;
    const claimed = await claimer.claim(resendId);
    if (claimed === null) return null;
    const { work, blocked, deliveries } = claimed;
    const resend = new ActiveResend(work, permits.enter(work), this.#rates.of(work));
    for (const endpointId of work.endpointIds) this.bufferFor(resend, endpointId);
    for (const { endpointId, objectReferenceId, position } of blocked) {
      this.bufferFor(resend, endpointId).blockedKeys.block(objectReferenceId, position);
    }
    if (deliveries.length > 0) await crashPoint('planned-not-sent');
    onClaimed(resend, deliveries);
    return resend;
  }

  #permit(resend: ActiveResend): void {
    if (resend.hasPermit) return;
    const permit = this.#options.permits.enter(resend.work);
    if (permit !== null) resend.permit(permit);
  }
}

/** It may have something in the database for its queue. One without a permit is readmitted elsewhere. */
function waitsFor({ resend, hasUnloaded }: ResendBuffer): boolean {
  if (resend.state === 'settled' || !resend.hasPermit) return false;
  return hasUnloaded || !resend.isPlanned;
}
