import type { Clock, DispatchStore, Fence, AttemptRecord, Timers } from '@webhooks/domain';

import type { QueuedDelivery } from '../memory/queued-delivery.ts';

/** An outcome on its way into the database. */
export interface Completion {
  readonly item: QueuedDelivery;
  readonly record: AttemptRecord;
}

export interface CompleterOptions {
  readonly store: Pick<DispatchStore, 'record'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Deliveries that are started and not recorded: the most that can still join a group. */
  readonly inFlight: () => number;
  /** Does an operation until it works; rejects when there is no point in going on. */
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** Called after the commit with what is durable now and the resends that it settled. */
  readonly onCompleted: (completions: readonly Completion[], settled: readonly number[]) => void;
  /** Called when recording has ended for good. */
  readonly onFailed: (error: unknown) => void;
}

/** Rows in one transaction, so that what else is to be written does not wait for long. */
const MAX_GROUP = 256;
/** Below it a group is mostly the price of its commit. */
const LEAST_SHARED = 8;
/** The database goes from one group to the next without waiting for this thread. */
const MAX_COMMITS = 2;
/** How long an outcome waits for others, in milliseconds. */
const MAX_WAIT_MS = 2;

/**
 * Records outcomes in groups. A delivery keeps its slot until its outcome is committed, so what can
 * be repeated after a crash, and what can wait here, is bounded by the in-flight caps.
 */
export class Completer {
  readonly #options: CompleterOptions;
  readonly #waiting: Completion[] = [];
  #cancelTimer: (() => void) | null = null;
  #commits = 0;

  constructor(options: CompleterOptions) {
    this.#options = options;
  }

  add(completion: Completion): void {
    this.#waiting.push(completion);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#commits >= MAX_COMMITS || this.#waiting.length === 0) return;
    if (this.#isGroupReady()) void this.#commit();
    else this.#cancelTimer ??= this.#options.timers.after(MAX_WAIT_MS, () => void this.#commit());
  }

  /** A quarter of what is in flight is a group: with two of them half is on the wire meanwhile. */
  #isGroupReady(): boolean {
    const inFlight = this.#options.inFlight();
    const quarter = Math.max(Math.ceil(inFlight / 4), LEAST_SHARED);
    return this.#waiting.length >= Math.min(quarter, Math.ceil(inFlight / 2), MAX_GROUP);
  }

  async #commit(): Promise<void> {
    const { store, fence, clock, persist, onCompleted, onFailed } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#commits += 1;
    const group = this.#waiting.splice(0, MAX_GROUP);
    const records = group.map(({ record }) => record);
    try {
      const settled = await persist('record outcomes', () =>
        store.record(fence, records, clock.now()),
      );
      this.#commits -= 1;
      onCompleted(group, settled);
    } catch (error) {
      onFailed(error);
      return;
    }
    this.#schedule();
  }
}
