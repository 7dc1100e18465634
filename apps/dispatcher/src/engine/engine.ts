import { AttemptRunner } from './attempt/attempt-runner.ts';
import { RequestSender } from './attempt/request-sender.ts';
import { BreakerPublisher } from './breakers/breaker-publisher.ts';
import { BreakerReactions } from './breakers/breaker-reactions.ts';
import { ControlHandler } from './control/control-handler.ts';
import { ControlPoller } from './control/control-poller.ts';
import { ExpirySweeper } from './control/expiry-sweeper.ts';
import { ResendTerminator } from './control/resend-terminator.ts';
import { DeliveryPath } from './delivery-path.ts';
import type { EngineOptions } from './engine-options.ts';
import { ResendIntake } from './intake/resend-intake.ts';
import { Lifetime } from './lifecycle/lifetime.ts';
import { ClockRollbackRepair } from './retries/clock-rollback-repair.ts';
import { RetryScheduler, type WaitingRetries } from './retries/retry-scheduler.ts';
import { DispatchLoop } from './scheduling/dispatch-loop.ts';
import { EndpointScheduler, type BreakerCounts } from './scheduling/endpoint-scheduler.ts';

/**
 * Works on resends as long as one lease lasts. It only puts its parts together, starts them and ends
 * them: README.md says who owns what, and `delivery-path.ts` shows the path of a delivery.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #lifetime: Lifetime;
  readonly #scheduler: EndpointScheduler;
  readonly #loop: DispatchLoop;
  readonly #intake: ResendIntake;
  readonly #retries: RetryScheduler;
  readonly #rollbackRepair: ClockRollbackRepair;
  readonly #publisher: BreakerPublisher;
  readonly #reactions: BreakerReactions;
  readonly #path: DeliveryPath;
  readonly #controlPoller: ControlPoller;
  readonly #expirySweeper: ExpirySweeper;

  constructor(options: EngineOptions) {
    this.#options = options;
    const lifetime = new Lifetime(options);
    const scheduler = new EndpointScheduler({
      ...options,
      policy: options.queues,
      maxInFlight: options.limits.maxInFlight,
      onAgain: (queue) => this.#reactions.reopen(queue),
      onRoom: (queue) => this.#intake.readmit(queue),
    });
    const loop = new DispatchLoop({
      ...options,
      scheduler,
      onStarted: (item) => this.#path.start(item),
    });
    const intake = new ResendIntake({
      ...options,
      lifetime,
      scheduler,
      loop,
      onRetryDropped: (delivery) => this.#retries.dropped(delivery),
    });
    const retries = new RetryScheduler({ ...options, lifetime, scheduler, intake });
    const publisher = new BreakerPublisher({ ...options, lifetime, scheduler });
    const reactions = new BreakerReactions({
      ...{ ...options, scheduler, intake, retries, loop, publisher },
    });
    const runner = new AttemptRunner({
      ...options,
      lifetime,
      requests: new RequestSender(options),
      onEndpoint: (endpoint) => {
        if (scheduler.limit(endpoint)) loop.makeReady(endpoint.id);
      },
      onGone: (endpointId, dueSinceMs) => retries.schedule(endpointId, dueSinceMs),
    });
    this.#path = new DeliveryPath({
      ...{ ...options, lifetime, scheduler, loop, intake, runner, retries, reactions },
    });
    const terminator = new ResendTerminator({ ...options, lifetime });
    const handler = new ControlHandler({ ...options, lifetime, intake, retries, terminator });
    this.#lifetime = lifetime;
    this.#scheduler = scheduler;
    this.#loop = loop;
    this.#intake = intake;
    this.#retries = retries;
    this.#publisher = publisher;
    this.#reactions = reactions;
    this.#rollbackRepair = new ClockRollbackRepair({ ...options, lifetime, retries });
    this.#controlPoller = new ControlPoller({ ...options, lifetime, handler });
    this.#expirySweeper = new ExpirySweeper({ ...options, lifetime, handler });
    lifetime.signal.addEventListener('abort', () => this.#stopParts());
  }

  /** Resolves with the reason when the engine has ended, by itself or by `stop`. */
  get ended(): Promise<unknown> {
    return this.#lifetime.ended;
  }

  get inFlight(): number {
    return this.#scheduler.inFlight;
  }

  get activeResends(): number {
    return this.#intake.size;
  }

  /** Endpoints in memory by the state of their breakers. */
  breakers(): BreakerCounts {
    return this.#scheduler.breakers();
  }

  waitingRetries(nowMs: number): WaitingRetries {
    return this.#retries.waiting(nowMs);
  }

  /** Takes over what an earlier dispatcher left, and watches what owners ask. */
  async start(): Promise<void> {
    await this.#publisher.start();
    await this.#retries.reload();
    this.#rollbackRepair.start();
    this.#intake.start();
    this.#controlPoller.start();
    this.#expirySweeper.start();
  }

  /** Works on a resend; resolves when nothing of it can be done now. */
  work(resendId: number): Promise<void> {
    return this.#intake.work(resendId);
  }

  /** Does a database operation until it works; rejects when the engine has ended. */
  persist<T>(what: string, operation: () => Promise<T>): Promise<T> {
    return this.#lifetime.persist(what, operation);
  }

  /** Starts what may start, e.g. because the lease had run out and was renewed. */
  wake(): void {
    this.#loop.run();
  }

  /**
   * Starts nothing more and waits for what is in flight, at most timeoutMs. What is not recorded
   * then is sent again by the next dispatcher.
   */
  async stop(timeoutMs: number): Promise<void> {
    const reason = new Error('The dispatcher stops');
    this.#lifetime.drain();
    this.#stopParts();
    if (this.inFlight === 0) this.#lifetime.end(reason);
    const cancel = this.#options.timers.after(timeoutMs, () => this.#lifetime.end(reason));
    await this.#lifetime.ended;
    cancel();
  }

  /** Nothing more is started, polled or woken. */
  #stopParts(): void {
    this.#loop.stop();
    this.#scheduler.stop();
    this.#intake.stop();
    this.#retries.stop();
    this.#rollbackRepair.stop();
    this.#publisher.stop();
    this.#controlPoller.stop();
    this.#expirySweeper.stop();
  }
}
