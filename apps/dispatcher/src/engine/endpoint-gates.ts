import type { Clock, Recording } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import type { ActiveResend } from './active-resend.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';
import type { QueuedDelivery } from './queued-delivery.ts';

/** Resends of one endpoint that are woken at once after its breaker let something through. */
const MAX_AWAKE = 16;

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
  /** A breaker opened until a moment, or closed. */
  readonly onBreaker: (endpointId: string, retryAtMs: number | null) => void;
  /** Starts what may start. */
  readonly pump: () => void;
}

/** Closes an endpoint's lane when its breaker opens, and opens it again. */
export class EndpointGates {
  readonly #options: EndpointGatesOptions;

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
    this.#wakeDormant(lane);
    wakeRetries(lane.endpointId);
    lanes.makeReady(lane.endpointId);
    pump();
  }

  #close(lane: Lane): void {
    const { lanes, logger, unload } = this.#options;
    logger.warn({ endpointId: lane.endpointId }, 'endpoint is failing: deferring its deliveries');
    for (const queue of lane.queues) unload(lane, queue.resend);
    lanes.sleep(lane);
  }

  #wakeDormant(lane: Lane): void {
    const { lanes, work } = this.#options;
    let awake = lane.queues.size;
    for (const resendId of lane.dormant) {
      if (awake >= MAX_AWAKE || !lanes.isOpen(lane.endpointId)) return;
      awake += 1;
      lane.dormant.delete(resendId);
      // It rejects only when the engine ends.
      work(resendId).then(
        () => this.#wakeDormant(lane),
        () => undefined,
      );
    }
  }
}
