import {
  FencedOffError,
  type ControlRequest,
  type Disposition,
  type PlannedDelivery,
} from '@webhooks/domain';

import type { ActiveResend } from './memory/active-resend.ts';
import { ActiveResends } from './intake/active-resends.ts';
import { AttemptRunner } from './attempt/attempt-runner.ts';
import { BreakerStore } from './breakers/breaker-store.ts';
import { ResendTerminator } from './control/resend-terminator.ts';
import { ControlPoller } from './control/control-poller.ts';
import type { ResendBuffer } from './memory/resend-buffer.ts';
import { RetryScheduler, type WaitingRetries } from './retries/retry-scheduler.ts';
import { BreakerReactions } from './breakers/breaker-reactions.ts';
import type { EngineOptions } from './engine-options.ts';
import { ExpirySweeper } from './control/expiry-sweeper.ts';
import { Prefetcher } from './intake/prefetcher.ts';
import { SuccessorLoader } from './intake/successor-loader.ts';
import { OverflowSweeper } from './intake/overflow-sweeper.ts';
import { ControlHandler } from './control/control-handler.ts';
import type { EndpointQueue } from './scheduling/endpoint-queue.ts';
import { EndpointScheduler, type BreakerCounts } from './scheduling/endpoint-scheduler.ts';
import { MemoryBudget } from './memory/memory-budget.ts';
import { retryUntilAborted } from './lifecycle/retry-until-aborted.ts';
import type { QueuedDelivery } from './memory/queued-delivery.ts';
import { Completer, type Completion } from './attempt/completer.ts';
import { ClockRollbackRepair } from './retries/clock-rollback-repair.ts';
import { ResendClaimer } from './intake/resend-claimer.ts';
import { WorkPermits } from './intake/work-permits.ts';

/**
 * Deliveries that are started before the event loop continues: these are under way, and answers are
 * read, while the next ones are prepared.
 */
const STARTS_AT_ONCE = 32;

/**
 * Works on resends: fills their buffers, gives queues their turns, makes attempts, records outcomes,
 * wakes retries, follows the requests of owners. One engine lives as long as one lease.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #resends: ActiveResends;
  readonly #scheduler: EndpointScheduler;
  readonly #permits: WorkPermits;
  readonly #overflow: OverflowSweeper;
  readonly #reactions: BreakerReactions;
  readonly #breakerStore: BreakerStore;
  readonly #prefetcher: Prefetcher;
  readonly #successors: SuccessorLoader;
  readonly #runner: AttemptRunner;
  readonly #completer: Completer;
  readonly #retries: RetryScheduler;
  readonly #rollbackRepair: ClockRollbackRepair;
  readonly #controlPoller: ControlPoller;
  readonly #expirySweeper: ExpirySweeper;
  readonly #abort = new AbortController();
  readonly #ended = Promise.withResolvers<unknown>();
  #isDraining = false;
  #isDispatchScheduled = false;
  #isDispatchDeferred = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { persist } = this;
    const { signal } = this.#abort;
    const onFailed = (error: unknown) => this.#fail(error);
    const onLoaded = ({ endpointId }: ResendBuffer) => this.#makeReady(endpointId);
    const budget = new MemoryBudget(options.limits.memoryBytes);
    const scheduler = new EndpointScheduler({
      ...options,
      policy: options.queues,
      maxInFlight: options.limits.maxInFlight,
      onAgain: (queue) => this.#reactions.reopen(queue),
      onRoom: (queue) => this.#reactions.readmit(queue),
    });
    const isOpen = (endpointId: string) => scheduler.isOpen(endpointId);
    this.#scheduler = scheduler;
    this.#permits = new WorkPermits({
      permits: options.limits.permits,
      signal,
      onGranted: (resendId) => this.#enter(resendId),
      onOverflow: () => this.#overflow.add(),
    });
    this.#overflow = new OverflowSweeper({
      ...options,
      persist,
      onFailed,
      isKnown: (id) => this.#resends.has(id) || this.#permits.isWaiting(id),
      activate: async (id) => void (await this.#activate(id, (resend) => this.#prefetch(resend))),
    });
    this.#resends = new ActiveResends({
      claimer: new ResendClaimer({ ...options, budget }),
      scheduler,
      permits: this.#permits,
      budget,
      onParked: (queue) => this.#reactions.readmit(queue),
      onPlanned: (resend, deliveries) => this.#prefetcher.addPlanned(resend, deliveries),
    });
    this.#runner = new AttemptRunner({
      ...options,
      persist,
      onEndpoint: (endpoint) => {
        const queue = scheduler.get(endpoint.id);
        if (queue?.limit(endpoint, options.clock.now()) === true) this.#makeReady(endpoint.id);
      },
      onGone: (endpointId, dueSinceMs) => this.#retries.schedule(endpointId, dueSinceMs),
    });
    this.#breakerStore = new BreakerStore({
      ...options,
      persist,
      onRestored: (endpointId) => scheduler.expectFailing(endpointId),
      onFailed,
    });
    this.#reactions = new BreakerReactions({
      ...options,
      scheduler,
      unload: (queue, resend) => this.#unload(queue, resend),
      fill: (resend) => this.#prefetch(resend),
      wakeRetries: (endpointId) => this.#retries.wake(endpointId),
      work: (resendId) => this.work(resendId),
      isWaiting: (resendId) => this.#permits.isWaiting(resendId),
      onBreaker: (endpointId, retryAtMs) => this.#breakerStore.changed(endpointId, retryAtMs),
      dispatch: () => this.#dispatch(),
    });
    this.#prefetcher = new Prefetcher({
      ...options,
      budget,
      persist,
      onLoaded,
      bufferFor: (resend, endpointId) => this.#resends.bufferFor(resend, endpointId),
      admits: (buffer) => scheduler.admits(buffer),
    });
    this.#successors = new SuccessorLoader({
      ...options,
      persist,
      onLoaded,
      load: (resend, load) => this.#load(resend, load),
    });
    this.#completer = new Completer({
      ...options,
      persist,
      onFailed,
      inFlight: () => scheduler.inFlight,
      onCompleted: (completions, settled) => this.#onCompleted(completions, settled),
    });
    this.#retries = new RetryScheduler({
      ...options,
      persist,
      onFailed,
      isOpen,
      onDue: (deliveries) => this.#onDue(deliveries),
    });
    this.#rollbackRepair = new ClockRollbackRepair({
      ...options,
      persist,
      onFailed,
      onMoved: () => this.#retries.start(),
    });
    const controlHandler = new ControlHandler({
      ...options,
      persist,
      scheduler,
      resends: this.#resends,
      terminator: new ResendTerminator({ ...options, persist, signal }),
      unload: (queue, resend) => this.#unload(queue, resend),
    });
    this.#controlPoller = new ControlPoller({
      ...options,
      persist,
      onFailed,
      onControl: (request) => {
        const followed =
          request.control === 'RUNNING' ? this.#resume(request) : controlHandler.control(request);
        followed.catch(onFailed);
      },
    });
    this.#expirySweeper = new ExpirySweeper({
      ...options,
      persist,
      onFailed,
      onExpired: (resendId) => controlHandler.expire(resendId),
    });
  }

  /** Resolves with the reason when the engine has ended, by itself or by `stop`. */
  get ended(): Promise<unknown> {
    return this.#ended.promise;
  }

  get inFlight(): number {
    return this.#scheduler.inFlight;
  }

  get activeResends(): number {
    return this.#resends.size;
  }

  /** Endpoints in memory by the state of their breakers. */
  breakers(): BreakerCounts {
    return this.#scheduler.breakers();
  }

  waitingRetries(nowMs: number): WaitingRetries {
    return this.#retries.waiting(nowMs);
  }

  /** Wakes the retries that an earlier dispatcher left, and watches what owners ask. */
  async start(): Promise<void> {
    await this.#breakerStore.start();
    await this.#retries.start();
    this.#rollbackRepair.start();
    this.#controlPoller.start();
    this.#expirySweeper.start();
  }

  /** Works on a resend; resolves when nothing of it can be done now. */
  async work(resendId: number): Promise<void> {
    let resend: ActiveResend | null;
    do {
      this.#abort.signal.throwIfAborted();
      resend = await this.#activate(resendId, (activated) => this.#prefetch(activated));
      if (resend === null) return;
      await resend.idle;
      // One that was halted may have been allowed to continue before it had left memory.
    } while (resend.isHalted);
  }

  /** A resend that waited for its permit continues. */
  #enter(resendId: number): void {
    this.work(resendId).then(
      () => {
        this.#permits.forgo(resendId);
        this.#reactions.entered(resendId);
      },
      // The engine ends.
      () => undefined,
    );
  }

  /** Starts what was held back, e.g. because the lease had run out and was renewed. */
  wake(): void {
    this.#dispatch();
  }

  /**
   * Starts nothing more and waits for what is in flight, at most timeoutMs. What is not recorded
   * then is sent again by the next dispatcher.
   */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopStarting();
    const reason = new Error('The dispatcher stops');
    if (this.inFlight === 0) this.#end(reason);
    const cancel = this.#options.timers.after(timeoutMs, () => this.#end(reason));
    await this.#ended.promise;
    cancel();
  }

  /** Does a database operation until it works; rejects when the engine has ended. */
  readonly persist = <T>(what: string, operation: () => Promise<T>): Promise<T> =>
    retryUntilAborted(what, operation, { ...this.#options, signal: this.#abort.signal });

  /**
   * Has a resend in memory and does something with it at once: others who wait for the same load may
   * find nothing to do, and retire it the next moment. Null when nothing of it may be done.
   */
  async #activate(
    resendId: number,
    use: (resend: ActiveResend) => void,
  ): Promise<ActiveResend | null> {
    let resend: ActiveResend | null;
    do {
      resend = await this.persist('load a resend', () => this.#resends.activate(resendId));
    } while (resend?.isRetired === true);
    if (resend !== null) use(resend);
    return resend;
  }

  /** Fills the buffers of a resend, and retires it if there is nothing to do. */
  #prefetch(resend: ActiveResend): void {
    // Whoever fills it looks again at its end.
    if (this.#prefetcher.isPrefetching(resend)) return;
    if (this.#isDraining || !this.#prefetcher.wants(resend)) this.#resends.retireIfIdle(resend);
    else this.#load(resend, () => this.#prefetcher.prefetch(resend, this.#abort.signal));
  }

  /** Does something that may add deliveries to a resend; it is not idle meanwhile. */
  #load(resend: ActiveResend, load: () => Promise<void>): void {
    resend.pendingLoads += 1;
    load()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        resend.pendingLoads -= 1;
        // There may be room again for what was not admitted meanwhile.
        this.#prefetch(resend);
      });
  }

  /** The endpoint may have something to start; it is looked at once this turn of the loop is over. */
  #makeReady(endpointId: string): void {
    this.#scheduler.makeReady(endpointId);
    if (this.#isDispatchScheduled) return;
    this.#isDispatchScheduled = true;
    queueMicrotask(() => {
      this.#isDispatchScheduled = false;
      this.#dispatch();
    });
  }

  /** Starts what may start, part by part, one delivery of each queue after the other. */
  #dispatch(): void {
    const { holdsLease } = this.#options;
    for (let starts = 0; !this.#isDraining; starts += 1) {
      if (!holdsLease()) return;
      if (starts === STARTS_AT_ONCE) {
        this.#dispatchLater();
        return;
      }
      const item = this.#scheduler.take();
      if (item === null) return;
      this.#attempt(item).catch((error: unknown) => this.#fail(error));
    }
  }

  #dispatchLater(): void {
    if (this.#isDispatchDeferred) return;
    this.#isDispatchDeferred = true;
    void this.#options.yieldToLoop().then(() => {
      this.#isDispatchDeferred = false;
      this.#dispatch();
    });
  }

  async #attempt(item: QueuedDelivery): Promise<void> {
    const record = await this.#runner.run(item.delivery, item.buffer.resend.work);
    // An attempt that was cut off by the end says nothing about its receiver.
    if (this.#abort.signal.aborted) return;
    this.#reactions.judge(item, record);
    this.#completer.add({ item, record });
  }

  #onCompleted(completions: readonly Completion[], settled: readonly number[]): void {
    const resends = new Set<ActiveResend>();
    for (const { item, record } of completions) {
      this.#follow(item, record.disposition);
      resends.add(item.buffer.resend);
    }
    for (const resend of resends) {
      if (settled.includes(resend.work.id)) {
        resend.isSettled = true;
        this.#options.logger.debug({ resendId: resend.work.id }, 'resend settled');
      }
      this.#prefetch(resend);
    }
    if (this.#isDraining && this.inFlight === 0) this.#end(new Error('The dispatcher stops'));
    this.#dispatch();
  }

  /** What the outcome of one delivery means for its ordering key, its queue and its next attempt. */
  #follow(item: QueuedDelivery, disposition: Disposition): void {
    const { buffer, delivery, kind } = item;
    const { objectReferenceId, position, endpointId } = delivery;
    if (kind === 'retry') this.#retries.recorded(delivery);
    if (disposition.state === 'RETRYING') {
      if (objectReferenceId !== null) buffer.blockedKeys.block(objectReferenceId, position);
      this.#retries.schedule(endpointId, disposition.nextAttemptAtMs);
    } else if (objectReferenceId !== null) {
      this.#successors.release(buffer, objectReferenceId);
    }
    this.#scheduler.release(item);
  }

  async #onDue(deliveries: readonly PlannedDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      const resend = await this.#activate(delivery.resendId, (activated) => {
        if (activated.isHalted) this.#retries.unloaded(delivery);
        else this.#addRetry(activated, delivery);
      });
      if (resend === null) this.#retries.unloaded(delivery);
    }
  }

  #addRetry(resend: ActiveResend, delivery: PlannedDelivery): void {
    this.#resends.bufferFor(resend, delivery.endpointId).addRetry(delivery);
    this.#makeReady(delivery.endpointId);
  }

  /** Drops what a queue has in memory for a resend; it is loaded again when it may continue. */
  #unload(queue: EndpointQueue, resend: ActiveResend): void {
    const buffer = resend.buffers.get(queue.endpointId);
    if (buffer === undefined) return;
    for (const item of queue.unload(buffer)) {
      if (item.kind === 'retry') this.#retries.unloaded(item.delivery);
    }
    this.#resends.retireIfIdle(resend);
  }

  async #resume(request: ControlRequest): Promise<void> {
    const { store, fence, clock } = this.#options;
    await this.persist('acknowledge a resumption', () =>
      store.acknowledgeControl(fence, request, 0, clock.now()),
    );
    await this.persist('look up retries', () => this.#retries.start());
    await this.work(request.id);
  }

  #fail(error: unknown): void {
    if (!this.#abort.signal.aborted && !(error instanceof FencedOffError)) {
      this.#options.logger.error({ err: error }, 'the engine ends');
    }
    this.#end(error);
  }

  #stopStarting(): void {
    this.#isDraining = true;
    this.#retries.stop();
    this.#rollbackRepair.stop();
    this.#controlPoller.stop();
    this.#expirySweeper.stop();
    this.#scheduler.stop();
    this.#breakerStore.stop();
    this.#overflow.stop();
  }

  #end(reason: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#stopStarting();
    this.#abort.abort(reason);
    this.#resends.fail(reason);
    this.#ended.resolve(reason);
  }
}
