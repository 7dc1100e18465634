import {
  FencedOffError,
  type ControlRequest,
  type Disposition,
  type PlannedDelivery,
} from '@webhooks/domain';

import type { ActiveResend } from './active-resend.ts';
import { ActiveResends } from './active-resends.ts';
import { AttemptRunner } from './attempt-runner.ts';
import { BreakerNotes } from './breaker-store.ts';
import { Closer } from './resend-terminator.ts';
import { Controls } from './control-poller.ts';
import type { DeliveryQueue } from './resend-buffer.ts';
import { DueRetries, type WaitingRetries } from './retry-scheduler.ts';
import { EndpointGates } from './breaker-reactions.ts';
import type { EngineOptions } from './engine-options.ts';
import { Expiry } from './expiry-sweeper.ts';
import { Filler } from './prefetcher.ts';
import { Followers } from './successor-loader.ts';
import { Forgotten } from './overflow-sweeper.ts';
import { Interventions } from './control-handler.ts';
import type { Lane } from './endpoint-queue.ts';
import { Lanes, type BreakerCounts } from './endpoint-scheduler.ts';
import { MemoryBudget } from './memory-budget.ts';
import { persistently } from './retry-until-aborted.ts';
import type { QueuedDelivery } from './queued-delivery.ts';
import { Recorder, type Outcome } from './completer.ts';
import { RetriesAhead } from './clock-rollback-repair.ts';
import { Taker } from './resend-claimer.ts';
import { WorkPlaces } from './work-permits.ts';

/**
 * Deliveries that are started before the event loop goes on: these are under way, and answers are
 * read, while the next ones are prepared.
 */
const STARTS_AT_ONCE = 32;

/**
 * Works on resends: fills their windows, gives lanes their turns, makes attempts, records outcomes,
 * wakes retries, follows the wishes of owners. One engine lives as long as one lease.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #resends: ActiveResends;
  readonly #lanes: Lanes;
  readonly #places: WorkPlaces;
  readonly #forgotten: Forgotten;
  readonly #gates: EndpointGates;
  readonly #breakerNotes: BreakerNotes;
  readonly #filler: Filler;
  readonly #followers: Followers;
  readonly #runner: AttemptRunner;
  readonly #recorder: Recorder;
  readonly #retries: DueRetries;
  readonly #retriesAhead: RetriesAhead;
  readonly #controls: Controls;
  readonly #expiry: Expiry;
  readonly #abort = new AbortController();
  readonly #ended = Promise.withResolvers<unknown>();
  #isDraining = false;
  #isPumpScheduled = false;
  #isPumpDeferred = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    const { persist } = this;
    const { signal } = this.#abort;
    const onFailed = (error: unknown) => this.#fail(error);
    const onFilled = ({ endpointId }: DeliveryQueue) => this.#makeReady(endpointId);
    const budget = new MemoryBudget(options.limits.memoryBytes);
    const lanes = new Lanes({
      ...options,
      policy: options.lanes,
      maxInFlight: options.limits.maxInFlight,
      onAgain: (lane) => this.#gates.reopen(lane),
      onRoom: (lane) => this.#gates.callBack(lane),
    });
    const isOpen = (endpointId: string) => lanes.isOpen(endpointId);
    this.#lanes = lanes;
    this.#places = new WorkPlaces({
      places: options.limits.places,
      signal,
      onGranted: (resendId) => this.#enter(resendId),
      onForgotten: () => this.#forgotten.add(),
    });
    this.#forgotten = new Forgotten({
      ...options,
      persist,
      onFailed,
      isKnown: (id) => this.#resends.has(id) || this.#places.isWaiting(id),
      activate: async (id) => void (await this.#activate(id, (resend) => this.#fill(resend))),
    });
    this.#resends = new ActiveResends({
      taker: new Taker({ ...options, budget }),
      lanes,
      places: this.#places,
      budget,
      onAsleep: (lane) => this.#gates.callBack(lane),
      onPlanned: (resend, deliveries) => this.#filler.takeIn(resend, deliveries),
    });
    this.#runner = new AttemptRunner({
      ...options,
      persist,
      onEndpoint: (endpoint) => {
        const lane = lanes.get(endpoint.id);
        if (lane?.limit(endpoint, options.clock.now()) === true) this.#makeReady(endpoint.id);
      },
      onGone: (endpointId, dueSinceMs) => this.#retries.schedule(endpointId, dueSinceMs),
    });
    this.#breakerNotes = new BreakerNotes({
      ...options,
      persist,
      onTakenOver: (endpointId) => lanes.expectFailing(endpointId),
      onFailed,
    });
    this.#gates = new EndpointGates({
      ...options,
      lanes,
      unload: (lane, resend) => this.#unload(lane, resend),
      fill: (resend) => this.#fill(resend),
      wakeRetries: (endpointId) => this.#retries.poke(endpointId),
      work: (resendId) => this.work(resendId),
      isWaiting: (resendId) => this.#places.isWaiting(resendId),
      onBreaker: (endpointId, retryAtMs) => this.#breakerNotes.changed(endpointId, retryAtMs),
      pump: () => this.#pump(),
    });
    this.#filler = new Filler({
      ...options,
      budget,
      persist,
      onFilled,
      queueFor: (resend, endpointId) => this.#resends.queueFor(resend, endpointId),
      admits: (queue) => lanes.admits(queue),
    });
    this.#followers = new Followers({
      ...options,
      persist,
      onFilled,
      load: (resend, load) => this.#load(resend, load),
    });
    this.#recorder = new Recorder({
      ...options,
      persist,
      onFailed,
      inFlight: () => lanes.inFlight,
      onRecorded: (outcomes, settled) => this.#onRecorded(outcomes, settled),
    });
    this.#retries = new DueRetries({
      ...options,
      persist,
      onFailed,
      isOpen,
      onDue: (deliveries) => this.#onDue(deliveries),
    });
    this.#retriesAhead = new RetriesAhead({
      ...options,
      persist,
      onFailed,
      onMoved: () => this.#retries.start(),
    });
    const interventions = new Interventions({
      ...options,
      persist,
      lanes,
      resends: this.#resends,
      closer: new Closer({ ...options, persist, signal }),
      unload: (lane, resend) => this.#unload(lane, resend),
    });
    this.#controls = new Controls({
      ...options,
      persist,
      onFailed,
      onControl: (request) => {
        const followed =
          request.control === 'RUNNING' ? this.#resume(request) : interventions.control(request);
        followed.catch(onFailed);
      },
    });
    this.#expiry = new Expiry({
      ...options,
      persist,
      onFailed,
      onExpired: (resendId) => interventions.expire(resendId),
    });
  }

  /** Resolves with the reason when the engine has ended, by itself or by `stop`. */
  get ended(): Promise<unknown> {
    return this.#ended.promise;
  }

  get inFlight(): number {
    return this.#lanes.inFlight;
  }

  get activeResends(): number {
    return this.#resends.size;
  }

  /** Endpoints in memory by the state of their breakers. */
  breakers(): BreakerCounts {
    return this.#lanes.breakers();
  }

  waitingRetries(nowMs: number): WaitingRetries {
    return this.#retries.waiting(nowMs);
  }

  /** Wakes the retries that an earlier dispatcher left, and watches what owners ask. */
  async start(): Promise<void> {
    await this.#breakerNotes.start();
    await this.#retries.start();
    this.#retriesAhead.start();
    this.#controls.start();
    this.#expiry.start();
  }

  /** Works on a resend; resolves when nothing of it can be done now. */
  async work(resendId: number): Promise<void> {
    let resend: ActiveResend | null;
    do {
      this.#abort.signal.throwIfAborted();
      resend = await this.#activate(resendId, (activated) => this.#fill(activated));
      if (resend === null) return;
      await resend.idle;
      // One that was halted may have been allowed to go on before it had left memory.
    } while (resend.isHalted);
  }

  /** A resend that waited for its place goes on. */
  #enter(resendId: number): void {
    this.work(resendId).then(
      () => {
        this.#places.forgo(resendId);
        this.#gates.entered(resendId);
      },
      // The engine ends.
      () => undefined,
    );
  }

  /** Starts what was held back, e.g. because the lease had run out and was renewed. */
  poke(): void {
    this.#pump();
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
    persistently(what, operation, { ...this.#options, signal: this.#abort.signal });

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

  /** Fills the windows of a resend, and retires it if there is nothing to do. */
  #fill(resend: ActiveResend): void {
    // Whoever fills it looks again at its end.
    if (this.#filler.isFilling(resend)) return;
    if (this.#isDraining || !this.#filler.wants(resend)) this.#resends.retireIfIdle(resend);
    else this.#load(resend, () => this.#filler.fill(resend, this.#abort.signal));
  }

  /** Does something that may add deliveries to a resend; it is not idle meanwhile. */
  #load(resend: ActiveResend, load: () => Promise<void>): void {
    resend.pendingLoads += 1;
    load()
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        resend.pendingLoads -= 1;
        // There may be room again for what was not admitted meanwhile.
        this.#fill(resend);
      });
  }

  /** The endpoint may have something to start; it is looked at once this turn of the loop is over. */
  #makeReady(endpointId: string): void {
    this.#lanes.makeReady(endpointId);
    if (this.#isPumpScheduled) return;
    this.#isPumpScheduled = true;
    queueMicrotask(() => {
      this.#isPumpScheduled = false;
      this.#pump();
    });
  }

  /** Starts what may start, part by part, one delivery of each lane after the other. */
  #pump(): void {
    const { holdsLease } = this.#options;
    for (let starts = 0; !this.#isDraining; starts += 1) {
      if (!holdsLease()) return;
      if (starts === STARTS_AT_ONCE) {
        this.#pumpLater();
        return;
      }
      const item = this.#lanes.take();
      if (item === null) return;
      this.#attempt(item).catch((error: unknown) => this.#fail(error));
    }
  }

  #pumpLater(): void {
    if (this.#isPumpDeferred) return;
    this.#isPumpDeferred = true;
    void this.#options.yieldToLoop().then(() => {
      this.#isPumpDeferred = false;
      this.#pump();
    });
  }

  async #attempt(item: QueuedDelivery): Promise<void> {
    const recording = await this.#runner.run(item.delivery, item.queue.resend.work);
    // An attempt that was cut off by the end says nothing about its receiver.
    if (this.#abort.signal.aborted) return;
    this.#gates.judge(item, recording);
    this.#recorder.add({ item, recording });
  }

  #onRecorded(outcomes: readonly Outcome[], settled: readonly number[]): void {
    const resends = new Set<ActiveResend>();
    for (const { item, recording } of outcomes) {
      this.#follow(item, recording.disposition);
      resends.add(item.queue.resend);
    }
    for (const resend of resends) {
      if (settled.includes(resend.work.id)) {
        resend.isSettled = true;
        this.#options.logger.debug({ resendId: resend.work.id }, 'resend settled');
      }
      this.#fill(resend);
    }
    if (this.#isDraining && this.inFlight === 0) this.#end(new Error('The dispatcher stops'));
    this.#pump();
  }

  /** What the outcome of one delivery means for its object, its lane and its next attempt. */
  #follow(item: QueuedDelivery, disposition: Disposition): void {
    const { queue, delivery, kind } = item;
    const { objectReferenceId, position, endpointId } = delivery;
    if (kind === 'retry') this.#retries.recorded(delivery);
    if (disposition.state === 'RETRYING') {
      if (objectReferenceId !== null) queue.held.hold(objectReferenceId, position);
      this.#retries.schedule(endpointId, disposition.nextAttemptAtMs);
    } else if (objectReferenceId !== null) {
      this.#followers.release(queue, objectReferenceId);
    }
    this.#lanes.release(item);
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
    this.#resends.queueFor(resend, delivery.endpointId).addRetry(delivery);
    this.#makeReady(delivery.endpointId);
  }

  /** Drops what a lane has in memory for a resend; it is loaded again when it may go on. */
  #unload(lane: Lane, resend: ActiveResend): void {
    const queue = resend.queues.get(lane.endpointId);
    if (queue === undefined) return;
    for (const item of lane.unload(queue)) {
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
    this.#retriesAhead.stop();
    this.#controls.stop();
    this.#expiry.stop();
    this.#lanes.stop();
    this.#breakerNotes.stop();
    this.#forgotten.stop();
  }

  #end(reason: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#stopStarting();
    this.#abort.abort(reason);
    this.#resends.fail(reason);
    this.#ended.resolve(reason);
  }
}
