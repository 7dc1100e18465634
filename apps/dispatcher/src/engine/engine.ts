import {
  FencedOffError,
  type Disposition,
  type PlannedDelivery,
  type Recording,
} from '@webhooks/domain';

import { ActiveResends } from './active-resends.ts';
import type { ActiveResend } from './active-resend.ts';
import { AttemptRunner } from './attempt-runner.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import { DueRetries } from './due-retries.ts';
import type { EngineOptions } from './engine-options.ts';
import { Filler } from './filler.ts';
import type { Lane } from './lane.ts';
import { Lanes } from './lanes.ts';
import { MemoryBudget } from './memory-budget.ts';
import { persistently } from './persistently.ts';
import type { QueuedDelivery } from './queued-delivery.ts';
import { Recorder, type Outcome } from './recorder.ts';

/** Followers of one object loaded at once. */
const FOLLOWER_PAGE = { rows: 64, bytes: 1024 * 1024 };

/** Resends of one endpoint that are woken at once after its breaker let something through. */
const MAX_AWAKE = 16;

/**
 * Works on resends: fills their windows, gives lanes their turns, makes attempts, records outcomes,
 * wakes retries. One engine lives as long as one lease.
 */
export class Engine {
  readonly #options: EngineOptions;
  readonly #resends: ActiveResends;
  readonly #lanes: Lanes;
  readonly #filler: Filler;
  readonly #runner: AttemptRunner;
  readonly #recorder: Recorder;
  readonly #retries: DueRetries;
  readonly #abort = new AbortController();
  readonly #ended = Promise.withResolvers<unknown>();
  #inFlight = 0;
  #isDraining = false;
  #isPumpScheduled = false;

  constructor(options: EngineOptions) {
    const { limits } = options;
    const persist = this.#persist;
    const onFailed = (error: unknown) => this.#fail(error);
    const budget = new MemoryBudget(limits.memoryBytes);
    this.#options = options;
    const lanes = new Lanes({
      ...options,
      policy: options.lanes,
      onAgain: (lane) => this.#reopen(lane),
    });
    this.#lanes = lanes;
    this.#resends = new ActiveResends({ ...options, lanes, budget });
    this.#runner = new AttemptRunner({
      ...options,
      persist,
      onEndpoint: (endpoint) => lanes.get(endpoint.id)?.limit(endpoint),
    });
    this.#filler = new Filler({
      ...options,
      budget,
      persist,
      queueFor: (resend, endpointId) => this.#resends.queueFor(resend, endpointId),
      onFilled: (queue) => this.#makeReady(queue),
      isOpen: (queue) => lanes.isOpen(queue.endpointId),
    });
    this.#recorder = new Recorder({
      ...options,
      persist,
      inFlight: () => this.#inFlight,
      onRecorded: (outcomes, settled) => this.#onRecorded(outcomes, settled),
      onFailed,
    });
    const onDue = (deliveries: readonly PlannedDelivery[]) => this.#onDue(deliveries);
    const isOpen = (endpointId: string) => lanes.isOpen(endpointId);
    this.#retries = new DueRetries({ ...options, persist, isOpen, onDue, onFailed });
  }

  /** Resolves with the reason when the engine has ended, by itself or by `stop`. */
  get ended(): Promise<unknown> {
    return this.#ended.promise;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get activeResends(): number {
    return this.#resends.size;
  }

  /** Wakes the retries that an earlier dispatcher left. */
  async start(): Promise<void> {
    await this.#retries.start();
  }

  /** Works on a resend; resolves when nothing of it can be done now. */
  async work(resendId: number): Promise<void> {
    this.#abort.signal.throwIfAborted();
    const resend = await this.#persist('load a resend', () => this.#resends.activate(resendId));
    if (resend === null) return;
    this.#fill(resend);
    await resend.idle;
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
    this.#isDraining = true;
    this.#retries.stop();
    this.#lanes.stop();
    const reason = new Error('The dispatcher stops');
    if (this.#inFlight === 0) this.#end(reason);
    const cancel = this.#options.timers.after(timeoutMs, () => this.#end(reason));
    await this.#ended.promise;
    cancel();
  }

  readonly #persist = <T>(what: string, operation: () => Promise<T>): Promise<T> =>
    persistently(what, operation, { ...this.#options, signal: this.#abort.signal });

  /** Fills the windows of a resend, and retires it if there is nothing to do. */
  #fill(resend: ActiveResend): void {
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
        this.#resends.retireIfIdle(resend);
      });
  }

  #makeReady(queue: DeliveryQueue): void {
    this.#lanes.makeReady(queue.endpointId);
    if (this.#isPumpScheduled) return;
    this.#isPumpScheduled = true;
    queueMicrotask(() => {
      this.#isPumpScheduled = false;
      this.#pump();
    });
  }

  /** Starts what may start, one delivery a turn. */
  #pump(): void {
    const { limits, holdsLease } = this.#options;
    while (this.#inFlight < limits.maxInFlight && !this.#isDraining) {
      if (!holdsLease()) return;
      const item = this.#lanes.take();
      if (item === null) return;
      this.#inFlight += 1;
      this.#attempt(item).catch((error: unknown) => this.#fail(error));
    }
  }

  async #attempt(item: QueuedDelivery): Promise<void> {
    const recording = await this.#runner.run(item.delivery, item.queue.resend.work);
    // An attempt that was cut off by the end says nothing about its receiver.
    if (this.#abort.signal.aborted) return;
    this.#pace(item, recording);
    this.#recorder.add({ item, recording });
  }

  /** What an attempt says about its endpoint, before it is recorded. */
  #pace(item: QueuedDelivery, { attempt }: Recording): void {
    const nowMs = this.#options.clock.now();
    const lane = this.#lanes.get(item.delivery.endpointId);
    if (lane === undefined) return;
    if (attempt === null) {
      lane.forwent(item, nowMs);
      return;
    }
    const change = lane.attempted(item, attempt, nowMs);
    if (change === 'opened') this.#close(lane);
    if (change === 'closed') this.#reopen(lane);
  }

  /** The breaker of an endpoint opened: what waits for it waits in the database. */
  #close(lane: Lane): void {
    this.#options.logger.warn({ endpointId: lane.endpointId }, 'endpoint is failing: deferring');
    for (const queue of lane.queues) {
      for (const item of lane.unload(queue)) {
        if (item.kind === 'retry') this.#retries.unloaded(item.delivery);
      }
      this.#resends.retireIfIdle(queue.resend);
    }
    this.#lanes.sleep(lane);
  }

  /** The pace of an endpoint allows something again: a probe, or everything that waited for it. */
  #reopen(lane: Lane): void {
    if (this.#isDraining) return;
    for (const queue of lane.queues) this.#fill(queue.resend);
    this.#wakeDormant(lane);
    this.#retries.poke(lane.endpointId);
    this.#lanes.makeReady(lane.endpointId);
    this.#pump();
  }

  #wakeDormant(lane: Lane): void {
    let awake = lane.queues.size;
    for (const resendId of lane.dormant) {
      if (awake >= MAX_AWAKE || !this.#lanes.isOpen(lane.endpointId)) return;
      awake += 1;
      lane.dormant.delete(resendId);
      this.work(resendId).then(
        () => this.#wakeDormant(lane),
        (error: unknown) => this.#fail(error),
      );
    }
  }

  #onRecorded(outcomes: readonly Outcome[], settled: readonly number[]): void {
    this.#inFlight -= outcomes.length;
    const resends = new Set<ActiveResend>();
    for (const { item, recording } of outcomes) {
      this.#follow(item, recording.disposition);
      resends.add(item.queue.resend);
    }
    for (const resend of resends) {
      if (settled.includes(resend.work.id)) resend.isSettled = true;
      this.#fill(resend);
    }
    if (this.#isDraining && this.#inFlight === 0) this.#end(new Error('The dispatcher stops'));
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
      this.#releaseObject(queue, objectReferenceId);
    }
    this.#lanes.release(item);
  }

  /** The earliest delivery of an object is settled: the next one that waited for it goes on. */
  #releaseObject(queue: DeliveryQueue, objectReferenceId: number): void {
    const next = queue.held.next(objectReferenceId);
    if (next.kind === 'free') return;
    if (next.kind === 'follower') {
      queue.addFollower(next.delivery);
      this.#makeReady(queue);
      return;
    }
    const { resend, endpointId } = queue;
    this.#load(resend, async () => {
      const { afterPosition, throughPosition } = next;
      const followers = await this.#persist('load followers', () =>
        this.#options.store.loadFollowers(
          resend.work.id,
          endpointId,
          objectReferenceId,
          afterPosition,
          throughPosition,
          FOLLOWER_PAGE,
        ),
      );
      queue.held.addFollowers(objectReferenceId, followers);
      this.#releaseObject(queue, objectReferenceId);
    });
  }

  async #onDue(deliveries: readonly PlannedDelivery[]): Promise<void> {
    for (const delivery of deliveries) {
      const { resendId, endpointId } = delivery;
      const resend = await this.#persist('load a resend', () => this.#resends.activate(resendId));
      if (resend === null) {
        this.#retries.recorded(delivery);
        continue;
      }
      const queue = this.#resends.queueFor(resend, endpointId);
      queue.addRetry(delivery);
      this.#makeReady(queue);
    }
  }

  #fail(error: unknown): void {
    if (!this.#abort.signal.aborted && !(error instanceof FencedOffError)) {
      this.#options.logger.error({ err: error }, 'the engine ends');
    }
    this.#end(error);
  }

  #end(reason: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#isDraining = true;
    this.#retries.stop();
    this.#lanes.stop();
    this.#abort.abort(reason);
    this.#resends.fail(reason);
    this.#ended.resolve(reason);
  }
}
