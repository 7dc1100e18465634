import type { Clock, Recording, ResendMode } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import type { ActiveResend } from './active-resend.ts';
import type { Lane } from './endpoint-queue.ts';
import type { Lanes } from './endpoint-scheduler.ts';
import type { QueuedDelivery } from './queued-delivery.ts';
import type { Call } from './parked-resends.ts';

export interface EndpointGatesOptions {
  readonly lanes: Lanes;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Drops what a lane has in memory for a resend; it waits in the database. */
  readonly unload: (lane: Lane, resend: ActiveResend) => void;
  readonly fill: (resend: ActiveResend) => void;
  /** Loads what is due for an endpoint. */
  readonly wakeRetries: (endpointId: string) => void;
  /** Works on a resend that left memory; resolves when nothing of it can be done now. */
  readonly work: (resendId: number) => Promise<void>;
  /** True while a resend waits for a place. */
  readonly isWaiting: (resendId: number) => boolean;
  /** A breaker opened until a moment, or closed. */
  readonly onBreaker: (endpointId: string, retryAtMs: number | null) => void;
  /** Starts what may start. */
  readonly pump: () => void;
}

/** A call by one of the lines of a lane. */
interface LaneCall {
  readonly lane: Lane;
  readonly mode: ResendMode;
  readonly call: Call;
}

/**
 * Closes an endpoint's lane when its breaker opens, opens it again, and calls back who left memory
 * because it was closed or full.
 */
export class EndpointGates {
  readonly #options: EndpointGatesOptions;
  /** By resends that were called and wait for a place. */
  readonly #calls = new Map<number, readonly LaneCall[]>();

  constructor(options: EndpointGatesOptions) {
    this.#options = options;
  }

  /** What an attempt says about its endpoint, before it is recorded. */
  judge(item: QueuedDelivery, { attempts }: Recording): void {
    const { lanes, clock } = this.#options;
    const lane = lanes.get(item.delivery.endpointId);
    if (lane === undefined) return;
    const last = attempts.at(-1);
    if (last === undefined) {
      // What left memory while the probe was out waits for the next one, which nobody else calls for.
      if (lane.forwent(item, clock.now())) this.reopen(lane);
      return;
    }
    const change = lane.attempted(item, last, clock.now());
    if (change === null) return;
    this.#options.onBreaker(lane.endpointId, change === 'opened' ? lane.retryAtMs : null);
    if (change === 'opened') this.#close(lane);
    else this.reopen(lane);
  }

  /** The pace of an endpoint allows something again: a probe, or everything that waited for it. */
  reopen(lane: Lane): void {
    const { lanes, fill, wakeRetries, pump } = this.#options;
    for (const queue of lane.queues) fill(queue.resend);
    this.callBack(lane);
    wakeRetries(lane.endpointId);
    lanes.makeReady(lane.endpointId);
    pump();
  }

  /** A resend had the place that it waited for. */
  entered(resendId: number): void {
    const calls = this.#calls.get(resendId) ?? [];
    this.#calls.delete(resendId);
    for (const call of calls) this.#end(call);
  }

  /** There may be room for resends that the lane did not admit. */
  callBack(lane: Lane): void {
    const { lanes, fill } = this.#options;
    for (const queue of lane.refused) {
      if (!lanes.admits(queue)) break;
      lane.refused.delete(queue);
      fill(queue.resend);
    }
    this.#call(lane, 'interactive');
    this.#call(lane, 'bulk');
  }

  #close(lane: Lane): void {
    const { lanes, logger, unload } = this.#options;
    logger.warn({ endpointId: lane.endpointId }, 'endpoint is failing: deferring its deliveries');
    for (const queue of lane.queues) unload(lane, queue.resend);
    lanes.sleep(lane);
  }

  #call(lane: Lane, mode: ResendMode): void {
    const { lanes, work } = this.#options;
    while (lanes.isOpen(lane.endpointId)) {
      const call = lane.call(mode);
      if (call === null) return;
      // It rejects only when the engine ends.
      work(call.resendId).then(
        () => this.#end({ lane, mode, call }),
        () => undefined,
      );
    }
  }

  /**
   * One that waits for its place keeps its turn here until it had it. Otherwise one with a place and
   * no turn and one with a turn and no place could wait for each other.
   */
  #end(laneCall: LaneCall): void {
    const { lane, mode, call } = laneCall;
    const { resendId } = call;
    if (this.#options.isWaiting(resendId)) {
      const calls = this.#calls.get(resendId) ?? [];
      this.#calls.set(resendId, [...calls, laneCall]);
      return;
    }
    lane.sleepers[mode].end(call);
    this.callBack(lane);
  }
}
