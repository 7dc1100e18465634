import type { Clock, PlannedDelivery, RetryStore, Timers } from '@webhooks/domain';

import type { ResendIntake } from '../intake/resend-intake.ts';
import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { EndpointScheduler } from '../scheduling/endpoint-scheduler.ts';
import { retryEndpoints } from './retry-endpoints.ts';

/** Due retries of one endpoint that are in memory at once. */
const WINDOW = 64;
/** Payload bytes of one read. */
const PAGE_BYTES = 1024 * 1024;
/** After what time a retry that could not be loaded is looked at again. */
const SECOND_LOOK_MS = 1_000;
/** Longest sleep, so that a clock that jumps is noticed. */
const MAX_SLEEP_MS = 30_000;

export interface RetrySchedulerOptions {
  readonly store: Omit<RetryStore, 'expedite'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly lifetime: Pick<Lifetime, 'persist' | 'fail'>;
  /** Nothing is loaded for an endpoint whose breaker is open, until it is woken. */
  readonly scheduler: Pick<EndpointScheduler, 'isOpen'>;
  readonly intake: Pick<ResendIntake, 'addRetry'>;
}

/** What waits for its next attempt, as far as memory knows. */
export interface WaitingRetries {
  /** Due, and in memory. */
  readonly loaded: number;
  /** Endpoints that a retry waits for. */
  readonly endpoints: number;
  /** How long the longest due retry waits that may be loaded and is not; 0 when there is none. */
  readonly overdueMs: number;
}

interface EndpointRetries {
  /** Earliest known next attempt that is not in memory; null when there is none. */
  nextAtMs: number | null;
  cancelTimer: (() => void) | null;
  /**
   * What is due since before this moment belongs to resends that are paused, and need not be read
   * again: there may be a hundred thousand of them.
   */
  pausedBeforeMs: number;
  /** Loaded and not recorded yet, by resend and position. */
  readonly inMemory: Set<string>;
  isLoading: boolean;
  /** The moment that is being loaded; null when nothing is. */
  loadingAtMs: number | null;
  /** True when the last read found something: there may be more behind it. */
  hasMore: boolean;
}

/**
 * Loads retries when they are due. The schedule lives in the database; here is only the next moment
 * of each endpoint, so an endpoint with a hundred thousand retries costs as much as one with two.
 */
export class RetryScheduler {
  readonly #options: RetrySchedulerOptions;
  readonly #endpoints = new Map<string, EndpointRetries>();
  #isStopped = false;

  constructor(options: RetrySchedulerOptions) {
    this.#options = options;
  }

  /** Learns from the database what waits for which endpoint. */
  async reload(): Promise<void> {
    const { store } = this.#options;
    const endpoints = retryEndpoints((after, limit) => store.nextRetryByEndpoint(after, limit));
    for await (const { endpointId, atMs } of endpoints) this.schedule(endpointId, atMs);
  }

  stop(): void {
    this.#isStopped = true;
    for (const endpoint of this.#endpoints.values()) endpoint.cancelTimer?.();
    this.#endpoints.clear();
  }

  /** A delivery to this endpoint is to be tried again at a moment. */
  schedule(endpointId: string, atMs: number): void {
    if (this.#isStopped) return;
    const endpoint = this.#endpoint(endpointId);
    endpoint.pausedBeforeMs = Math.min(this.#pausedBefore(endpoint), atMs);
    if (endpoint.nextAtMs !== null && endpoint.nextAtMs <= atMs) return;
    endpoint.nextAtMs = atMs;
    this.#sleep(endpointId, endpoint);
  }

  /** The endpoint is open again, or its retries may be looked at for another reason. */
  wake(endpointId: string): void {
    const endpoint = this.#endpoints.get(endpointId);
    if (endpoint !== undefined) this.#wake(endpointId, endpoint);
  }

  /** A retry was dropped from memory; it is due as before and looked at again a little later. */
  dropped({ endpointId, resendId, position }: PlannedDelivery): void {
    const endpoint = this.#endpoints.get(endpointId);
    endpoint?.inMemory.delete(keyOf({ resendId, position }));
    this.schedule(endpointId, this.#options.clock.now() + SECOND_LOOK_MS);
  }

  /** A retry was recorded and has left memory. */
  recorded({ endpointId, resendId, position }: PlannedDelivery): void {
    const endpoint = this.#endpoints.get(endpointId);
    if (endpoint === undefined) return;
    endpoint.inMemory.delete(keyOf({ resendId, position }));
    const { size } = endpoint.inMemory;
    if (endpoint.hasMore && (size === 0 || size === WINDOW / 2)) this.#wake(endpointId, endpoint);
    this.#forgetIfDone(endpointId, endpoint);
  }

  waiting(nowMs: number): WaitingRetries {
    let loaded = 0;
    let overdueMs = 0;
    for (const [endpointId, { inMemory, nextAtMs, loadingAtMs }] of this.#endpoints) {
      loaded += inMemory.size;
      const lateMs = nowMs - (loadingAtMs ?? nextAtMs ?? nowMs);
      if (lateMs > overdueMs && this.#options.scheduler.isOpen(endpointId)) overdueMs = lateMs;
    }
    return { loaded, endpoints: this.#endpoints.size, overdueMs };
  }

  #endpoint(endpointId: string): EndpointRetries {
    let endpoint = this.#endpoints.get(endpointId);
    if (endpoint === undefined) {
      endpoint = {
        nextAtMs: null,
        cancelTimer: null,
        pausedBeforeMs: 0,
        inMemory: new Set(),
        isLoading: false,
        loadingAtMs: null,
        hasMore: false,
      };
      this.#endpoints.set(endpointId, endpoint);
    }
    return endpoint;
  }

  #sleep(endpointId: string, endpoint: EndpointRetries): void {
    endpoint.cancelTimer?.();
    endpoint.cancelTimer = null;
    if (endpoint.nextAtMs === null || this.#isStopped) return;
    const delayMs = Math.max(
      0,
      Math.min(endpoint.nextAtMs - this.#options.clock.now(), MAX_SLEEP_MS),
    );
    endpoint.cancelTimer = this.#options.timers.after(delayMs, () =>
      this.#wake(endpointId, endpoint),
    );
  }

  #wake(endpointId: string, endpoint: EndpointRetries): void {
    const isDue = endpoint.nextAtMs !== null && endpoint.nextAtMs <= this.#options.clock.now();
    if (!isDue && !endpoint.hasMore) {
      this.#sleep(endpointId, endpoint);
      return;
    }
    if (endpoint.isLoading) return;
    if (!this.#options.scheduler.isOpen(endpointId)) {
      this.#lookAgain(endpointId, endpoint);
      return;
    }
    endpoint.isLoading = true;
    this.#load(endpointId, endpoint).catch(this.#options.lifetime.fail);
  }

  /** The endpoint is closed and pokes when it opens; but a clock that jumps can close it again. */
  #lookAgain(endpointId: string, endpoint: EndpointRetries): void {
    endpoint.cancelTimer?.();
    if (this.#isStopped) return;
    endpoint.cancelTimer = this.#options.timers.after(MAX_SLEEP_MS, () =>
      this.#wake(endpointId, endpoint),
    );
  }

  async #load(endpointId: string, endpoint: EndpointRetries): Promise<void> {
    const { store, clock, lifetime } = this.#options;
    const nowMs = clock.now();
    endpoint.loadingAtMs = endpoint.nextAtMs;
    endpoint.nextAtMs = null;
    const nextAtMs = await lifetime.persist('look up retries', () =>
      store.earliestDueAfter(endpointId, nowMs),
    );
    const fromMs = await this.#skipPaused(endpointId, endpoint, nowMs);
    const rows = endpoint.inMemory.size + WINDOW;
    // Nothing may come between this read and what is known to be in memory.
    const due = await lifetime.persist('load due retries', () =>
      store.loadDue(endpointId, fromMs, Math.min(nowMs, clock.now()), { rows, bytes: PAGE_BYTES }),
    );
    const fresh = due.filter((delivery) => !endpoint.inMemory.has(keyOf(delivery)));
    for (const delivery of fresh) endpoint.inMemory.add(keyOf(delivery));
    endpoint.hasMore = due.length > 0;
    endpoint.isLoading = false;
    endpoint.loadingAtMs = null;
    if (this.#isStopped) return;
    if (nextAtMs !== null) this.schedule(endpointId, nextAtMs);
    // The clock was set back meanwhile: what is next was looked up by another one.
    if (clock.now() < nowMs) this.schedule(endpointId, clock.now());
    this.#sleep(endpointId, endpoint);
    for (const delivery of fresh) await this.#offer(delivery);
    this.#forgetIfDone(endpointId, endpoint);
  }

  async #offer(delivery: PlannedDelivery): Promise<void> {
    const isAdded = await this.#options.intake.addRetry(delivery);
    if (!isAdded) this.dropped(delivery);
  }

  /** From when on something may be due that is not of a paused resend. */
  async #skipPaused(endpointId: string, endpoint: EndpointRetries, nowMs: number): Promise<number> {
    const { store, lifetime } = this.#options;
    const firstMs = await lifetime.persist('look up due retries', () =>
      store.earliestDueAt(endpointId, this.#pausedBefore(endpoint), nowMs),
    );
    // What was scheduled meanwhile may be due since earlier: a resend that was resumed.
    endpoint.pausedBeforeMs = Math.min(firstMs ?? nowMs, endpoint.nextAtMs ?? Infinity);
    return endpoint.pausedBeforeMs;
  }

  /** Nothing is known of what came before a moment that the clock has yet to reach again. */
  #pausedBefore({ pausedBeforeMs }: EndpointRetries): number {
    return pausedBeforeMs > this.#options.clock.now() ? 0 : pausedBeforeMs;
  }

  #forgetIfDone(endpointId: string, endpoint: EndpointRetries): void {
    const { nextAtMs, inMemory, isLoading, hasMore } = endpoint;
    if (nextAtMs !== null || inMemory.size > 0 || isLoading || hasMore) return;
    endpoint.cancelTimer?.();
    this.#endpoints.delete(endpointId);
  }
}

function keyOf({ resendId, position }: { resendId: number; position: number }): string {
  return `${String(resendId)}/${String(position)}`;
}
