import type { AttemptRecord, Clock } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import type { ResendIntake } from '../intake/resend-intake.ts';
import type { QueuedDelivery } from '../memory/resend-buffer.ts';
import type { RetryScheduler } from '../retries/retry-scheduler.ts';
import type { DispatchLoop } from '../scheduling/dispatch-loop.ts';
import type { EndpointQueue } from '../scheduling/endpoint-queue.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import type { BreakerPublisher } from './breaker-publisher.ts';

export interface BreakerReactionsOptions {
  readonly scheduler: EndpointScheduler;
  readonly intake: Pick<ResendIntake, 'prefetchAll' | 'readmit' | 'unloadAll'>;
  readonly retries: Pick<RetryScheduler, 'wake'>;
  readonly loop: Pick<DispatchLoop, 'run'>;
  readonly publisher: Pick<BreakerPublisher, 'changed'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What follows when the breaker of an endpoint opens, and when its pace allows something again. */
export class BreakerReactions {
  readonly #options: BreakerReactionsOptions;

  constructor(options: BreakerReactionsOptions) {
    this.#options = options;
  }

  /** What an attempt says about its endpoint, before it is recorded. */
  judge(item: QueuedDelivery, { attempts }: AttemptRecord): void {
    const { scheduler, clock, publisher } = this.#options;
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
    publisher.changed(queue.endpointId, change === 'opened' ? queue.retryAtMs : null);
    if (change === 'opened') this.#close(queue);
    else this.reopen(queue);
  }

  /**
   * Nothing can be sent to an endpoint until a moment, for a reason that is not its own: its breaker
   * learns nothing of it.
   */
  hold(item: QueuedDelivery, untilMs: number): void {
    const { scheduler, clock } = this.#options;
    const queue = scheduler.get(item.delivery.endpointId);
    if (queue === undefined) return;
    queue.releaseProbe(item, clock.now());
    if (queue.hold(untilMs, clock.now())) this.#unload(queue);
  }

  /** The pace of an endpoint allows something again: a probe, or everything that waited for it. */
  reopen(queue: EndpointQueue): void {
    const { scheduler, intake, retries, loop } = this.#options;
    intake.prefetchAll(queue);
    intake.readmit(queue);
    retries.wake(queue.endpointId);
    scheduler.makeReady(queue.endpointId);
    loop.run();
  }

  #close(queue: EndpointQueue): void {
    const { logger } = this.#options;
    logger.warn({ endpointId: queue.endpointId }, 'endpoint is failing: deferring its deliveries');
    this.#unload(queue);
  }

  #unload(queue: EndpointQueue): void {
    const { scheduler, intake } = this.#options;
    intake.unloadAll(queue);
    scheduler.sleep(queue);
  }
}
