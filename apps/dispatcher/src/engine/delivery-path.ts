import type { Clock, DispatchStore, Disposition, Fence, Timers } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import type { AttemptRunner } from './attempt/attempt-runner.ts';
import { Completer, type Completion } from './attempt/completer.ts';
import type { BreakerReactions } from './breakers/breaker-reactions.ts';
import type { ResendIntake } from './intake/resend-intake.ts';
import { SuccessorLoader } from './intake/successor-loader.ts';
import type { Lifetime } from './lifecycle/lifetime.ts';
import type { ActiveResend } from './memory/active-resend.ts';
import type { QueuedDelivery } from './memory/resend-buffer.ts';
import type { RetryScheduler } from './retries/retry-scheduler.ts';
import type { DispatchLoop } from './scheduling/dispatch-loop.ts';
import type { EndpointScheduler } from './scheduling/endpoint-scheduler.ts';

export interface DeliveryPathOptions {
  readonly store: DispatchStore;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly scheduler: EndpointScheduler;
  readonly loop: DispatchLoop;
  readonly intake: ResendIntake;
  readonly runner: AttemptRunner;
  readonly retries: RetryScheduler;
  readonly reactions: BreakerReactions;
}

/**
 * The path of a delivery, from its start to what follows from its outcome, from top to bottom. How it
 * came into its buffer is in `intake/`, how its turn came in `scheduling/`.
 */
export class DeliveryPath {
  readonly #options: DeliveryPathOptions;
  readonly #completer: Completer;
  readonly #successors: SuccessorLoader;

  constructor(options: DeliveryPathOptions) {
    this.#options = options;
    this.#successors = new SuccessorLoader(options);
    this.#completer = new Completer({
      ...options,
      onCompleted: (completions, settled) => this.#completed(completions, settled),
    });
  }

  /** The scheduler has started it: it has its slot and the lock of its ordering key. */
  start(item: QueuedDelivery): void {
    this.#attempt(item).catch(this.#options.lifetime.fail);
  }

  /** The attempt is made, its endpoint is judged by it, and its outcome waits for a commit. */
  async #attempt(item: QueuedDelivery): Promise<void> {
    const { runner, reactions, lifetime } = this.#options;
    const { record, heldUntilMs } = await runner.run(item.delivery, item.buffer.resend.work);
    // An attempt that was cut off by the end says nothing about its receiver.
    if (lifetime.signal.aborted) return;
    if (heldUntilMs === null) reactions.judge(item, record);
    else reactions.hold(item, heldUntilMs);
    this.#completer.add({ item, record });
  }

  /** The outcomes of a group are durable. */
  #completed(completions: readonly Completion[], settled: readonly number[]): void {
    const { intake, loop, lifetime, scheduler } = this.#options;
    const resends = new Set<ActiveResend>();
    for (const { item, record } of completions) {
      this.#follow(item, record.disposition);
      resends.add(item.buffer.resend);
    }
    for (const resend of resends) {
      if (settled.includes(resend.work.id)) this.#settled(resend);
      intake.prefetch(resend);
    }
    if (lifetime.state === 'draining' && scheduler.inFlight === 0) lifetime.end(STOPPED);
    loop.run();
  }

  /** What the outcome means for its ordering key, its next attempt, its slot and its endpoint. */
  #follow(item: QueuedDelivery, disposition: Disposition): void {
    const { retries, scheduler } = this.#options;
    const { buffer, delivery, kind } = item;
    const { objectReferenceId, position, endpointId } = delivery;
    if (kind === 'retry') retries.recorded(delivery);
    if (disposition.state === 'RETRYING') {
      if (objectReferenceId !== null) buffer.blockedKeys.block(objectReferenceId, position);
      retries.schedule(endpointId, disposition.nextAttemptAtMs);
    } else if (objectReferenceId !== null) {
      this.#successors.release(buffer, objectReferenceId);
    }
    scheduler.recorded(item);
  }

  #settled(resend: ActiveResend): void {
    resend.settle();
    this.#options.logger.debug({ resendId: resend.work.id }, 'resend settled');
  }
}

/** Why an engine ends whose last outcome is recorded. */
const STOPPED = new Error('The dispatcher stops');
