import type { ResendWork } from '@webhooks/domain';
import type { Permit } from '@webhooks/runtime';

import { createInFlightCount, type InFlightCount } from './in-flight.ts';
import type { ResendRate } from './resend-rate.ts';

/**
 * What a resend in memory is at:
 *
 *   active ───► halted        nothing more of it is started: it is paused, cancelled or expired
 *     │           │
 *     └─────┬─────┘
 *           ▼
 *        settled              its last outcome is recorded
 *
 * From each of them it is retired when nothing of it can be done now: it has left memory, and
 * whoever still holds it has to claim it again.
 */
export type ResendState = 'active' | 'halted' | 'settled' | 'retired';

/** What a resend was when it left memory: a halted one may have been resumed before that. */
export type LastState = Exclude<ResendState, 'retired'>;

/** A resend that is worked on. Its deliveries are in its buffers, one for each endpoint. */
export class ActiveResend {
  readonly work: ResendWork;
  readonly inFlight: InFlightCount = createInFlightCount();
  readonly rate: ResendRate;
  readonly #retired = Promise.withResolvers<LastState>();
  #state: ResendState = 'active';
  #permit: Permit | null;
  #total: number | null;
  #planned: number;
  #isPlanned: boolean;
  #isSampleChosen: boolean;
  /** Reads and fills on their way that may add deliveries. */
  #loads = 0;

  /** permit: null while it waits for one, and only its retries continue. */
  constructor(work: ResendWork, permit: Permit | null, rate: ResendRate) {
    this.work = work;
    this.rate = rate;
    this.#permit = permit;
    this.#total = work.total;
    this.#planned = work.planned;
    this.#isPlanned = work.isPlanned;
    this.#isSampleChosen = work.sample?.isChosen ?? false;
    // The engine may end while nobody waits for this resend.
    this.#retired.promise.catch(() => undefined);
  }

  get state(): ResendState {
    return this.#state;
  }

  get hasPermit(): boolean {
    return this.#permit !== null;
  }

  /** Null until the set is counted. */
  get total(): number | null {
    return this.#total;
  }

  /** Deliveries of the set that are known to have their rows. */
  get planned(): number {
    return this.#planned;
  }

  /** True when every delivery of the set has its row. */
  get isPlanned(): boolean {
    return this.#isPlanned;
  }

  /** True: only what goes first may be started, and it is loaded when all is planned and that is chosen. */
  get isSampling(): boolean {
    return (this.work.sample ?? null) !== null;
  }

  /** True while it is to be chosen what goes first. */
  get awaitsSample(): boolean {
    return this.isSampling && !this.#isSampleChosen;
  }

  get isLoading(): boolean {
    return this.#loads > 0;
  }

  /** Resolves when nothing of it can be done now; rejects when the engine ends before. */
  get retired(): Promise<LastState> {
    return this.#retired.promise;
  }

  /** It has the permit that it waited for. */
  permit(permit: Permit): void {
    this.#permit = permit;
  }

  /** Its set is counted; an empty one is settled. */
  counted(total: number): void {
    this.#total = total;
    if (total === 0) this.settle();
  }

  /** So many deliveries of its set have their rows, and whether these are all. */
  plannedThrough(planned: number, isPlanned: boolean): void {
    this.#planned = planned;
    this.#isPlanned = isPlanned;
  }

  sampleChosen(): void {
    this.#isSampleChosen = true;
  }

  /** Does something that may add deliveries; the resend stays in memory meanwhile. */
  async load(load: () => Promise<void>): Promise<void> {
    this.#loads += 1;
    try {
      await load();
    } finally {
      this.#loads -= 1;
    }
  }

  /** Nothing more of it may be started. */
  halt(): void {
    if (this.#state === 'active') this.#state = 'halted';
  }

  settle(): void {
    if (this.#state !== 'retired') this.#state = 'settled';
  }

  /** It leaves memory: nothing of it can be done now. */
  retire(): void {
    if (this.#state === 'retired') return;
    this.#retired.resolve(this.#state);
    this.#state = 'retired';
    this.#permit?.[Symbol.dispose]();
  }

  /** The engine ends. */
  fail(reason: unknown): void {
    this.#retired.reject(reason);
  }
}
