import type { AttemptRecord, Clock, CompletionStore, Fence, Timers } from '@webhooks/domain';

import type { Lifetime } from '../lifecycle/lifetime.ts';
import type { QueuedDelivery } from '../memory/resend-buffer.ts';

/** A delivery whose attempt has ended, on its way into the database. */
export interface Completion {
  readonly item: QueuedDelivery;
  readonly record: AttemptRecord;
}

export interface CompleterOptions {
  readonly store: Pick<CompletionStore, 'record'>;
  readonly fence: Fence;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly lifetime: Pick<Lifetime, 'persist' | 'fail'>;
  /** Deliveries that are started and not recorded: the most that can still join a group. */
  readonly scheduler: { readonly inFlight: number };
  /** Called after the commit with what is durable now and the resends that it settled. */
  readonly onCompleted: (completions: readonly Completion[], settled: readonly number[]) => void;
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
    const { inFlight } = this.#options.scheduler;
    const quarter = Math.max(Math.ceil(inFlight / 4), LEAST_SHARED);
    return this.#waiting.length >= Math.min(quarter, Math.ceil(inFlight / 2), MAX_GROUP);
  }

  async #commit(): Promise<void> {
    const { store, fence, clock, lifetime, onCompleted } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#commits += 1;
    const group = this.#waiting.splice(0, MAX_GROUP);
    const records = group.map(({ record }) => record);
    try {
      const settled = await lifetime.persist('record outcomes', () =>
        store.record(fence, records, clock.now()),
      );
      this.#commits -= 1;
      onCompleted(group, settled);
    } catch (error) {
      lifetime.fail(error);
      return;
    }
    this.#schedule();
  }
}
