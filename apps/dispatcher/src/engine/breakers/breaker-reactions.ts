import type { Clock, AttemptRecord, ResendMode } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import type { ActiveResend } from '../memory/active-resend.ts';
import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import type { QueuedDelivery } from '../memory/queued-delivery.ts';
import type { Readmission } from '../scheduling/parked-resends.ts';

export interface BreakerReactionsOptions {
  readonly scheduler: EndpointScheduler;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Drops what a queue has in memory for a resend; it waits in the database. */
  readonly unload: (queue: EndpointQueue, resend: ActiveResend) => void;
  readonly fill: (resend: ActiveResend) => void;
  /** Loads what is due for an endpoint. */
  readonly wakeRetries: (endpointId: string) => void;
  /** Works on a resend that left memory; resolves when nothing of it can be done now. */
  readonly work: (resendId: number) => Promise<void>;
  /** True while a resend waits for a permit. */
  readonly isWaiting: (resendId: number) => boolean;
  /** A breaker opened until a moment, or closed. */
  readonly onBreaker: (endpointId: string, retryAtMs: number | null) => void;
  /** Starts what may start. */
  readonly dispatch: () => void;
}

/** A readmission through one of the lines of a queue. */
interface QueueReadmission {
  readonly queue: EndpointQueue;
  readonly mode: ResendMode;
  readonly readmission: Readmission;
}

/**
 * Closes an endpoint's queue when its breaker opens, opens it again, and readmits the resends that left memory
 * because it was closed or full.
 */
export class BreakerReactions {
  readonly #options: BreakerReactionsOptions;
  /** By resends that were readmitted and wait for a permit. */
  readonly #waiting = new Map<number, readonly QueueReadmission[]>();

  constructor(options: BreakerReactionsOptions) {
    this.#options = options;
  }

  /** What an attempt says about its endpoint, before it is recorded. */
  judge(item: QueuedDelivery, { attempts }: AttemptRecord): void {
    const { scheduler, clock } = this.#options;
    const queue = scheduler.get(item.delivery.endpointId);
    if (queue === undefined) return;
    const last = attempts.at(-1);
    if (last === undefined) {
      // What left memory while the probe was out waits for the next one, which nothing else asks for.
      if (queue.releaseProbe(item, clock.now())) this.reopen(queue);
      return;
    }
    const change = queue.attempted(item, last, clock.now());
    if (change === null) return;
    this.#options.onBreaker(queue.endpointId, change === 'opened' ? queue.retryAtMs : null);
    if (change === 'opened') this.#close(queue);
    else this.reopen(queue);
  }

  /** The pace of an endpoint allows something again: a probe, or everything that waited for it. */
  reopen(queue: EndpointQueue): void {
    const { scheduler, fill, wakeRetries, dispatch } = this.#options;
    for (const buffer of queue.buffers) fill(buffer.resend);
    this.readmit(queue);
    wakeRetries(queue.endpointId);
    scheduler.makeReady(queue.endpointId);
    dispatch();
  }

  /** A resend had the permit that it waited for. */
  entered(resendId: number): void {
    const readmissions = this.#waiting.get(resendId) ?? [];
    this.#waiting.delete(resendId);
    for (const readmission of readmissions) this.#end(readmission);
  }

  /** There may be room for resends that the queue did not admit. */
  readmit(queue: EndpointQueue): void {
    const { scheduler, fill } = this.#options;
    for (const buffer of queue.refused) {
      if (!scheduler.admits(buffer)) break;
      queue.refused.delete(buffer);
      fill(buffer.resend);
    }
    this.#readmitParked(queue, 'interactive');
    this.#readmitParked(queue, 'bulk');
  }

  #close(queue: EndpointQueue): void {
    const { scheduler, logger, unload } = this.#options;
    logger.warn({ endpointId: queue.endpointId }, 'endpoint is failing: deferring its deliveries');
    for (const buffer of queue.buffers) unload(queue, buffer.resend);
    scheduler.sleep(queue);
  }

  #readmitParked(queue: EndpointQueue, mode: ResendMode): void {
    const { scheduler, work } = this.#options;
    while (scheduler.isOpen(queue.endpointId)) {
      const readmission = queue.readmit(mode);
      if (readmission === null) return;
      // It rejects only when the engine ends.
      work(readmission.resendId).then(
        () => this.#end({ queue, mode, readmission }),
        () => undefined,
      );
    }
  }

  /**
   * One that waits for its permit keeps its turn here until it had it. Otherwise one with a permit and
   * no turn and one with a turn and no permit could wait for each other.
   */
  #end(queueReadmission: QueueReadmission): void {
    const { queue, mode, readmission } = queueReadmission;
    const { resendId } = readmission;
    if (this.#options.isWaiting(resendId)) {
      const readmissions = this.#waiting.get(resendId) ?? [];
      this.#waiting.set(resendId, [...readmissions, queueReadmission]);
      return;
    }
    queue.parkedResends[mode].end(readmission);
    this.readmit(queue);
  }
}
