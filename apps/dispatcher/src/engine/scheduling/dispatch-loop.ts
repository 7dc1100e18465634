import type { QueuedDelivery } from '../memory/resend-buffer.ts';
import type { EndpointScheduler } from './endpoint-scheduler.ts';

export interface DispatchLoopOptions {
  readonly scheduler: EndpointScheduler;
  /** Takes a started delivery. */
  readonly onStarted: (item: QueuedDelivery) => void;
  /** False once the lease may have run out: nothing is started any more. */
  readonly holdsLease: () => boolean;
  /** Lets other work of the event loop go first. */
  readonly yieldToLoop: () => Promise<void>;
}

/**
 * Deliveries that are started before the event loop continues: these are under way, and answers are
 * read, while the next ones are prepared.
 */
const STARTS_AT_ONCE = 32;

/** Starts what may start, part by part, one delivery of each queue after the other. */
export class DispatchLoop {
  readonly #options: DispatchLoopOptions;
  #isScheduled = false;
  #isDeferred = false;
  #isStopped = false;

  constructor(options: DispatchLoopOptions) {
    this.#options = options;
  }

  /** An endpoint may have something to start; it is looked at once the present task is over. */
  makeReady(endpointId: string): void {
    this.#options.scheduler.makeReady(endpointId);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.run();
    });
  }

  run(): void {
    const { scheduler, holdsLease, onStarted } = this.#options;
    for (let starts = 0; !this.#isStopped; starts += 1) {
      if (!holdsLease()) return;
      if (starts === STARTS_AT_ONCE) {
        this.#runLater();
        return;
      }
      const item = scheduler.start();
      if (item === null) return;
      onStarted(item);
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  #runLater(): void {
    if (this.#isDeferred) return;
    this.#isDeferred = true;
    void this.#options.yieldToLoop().then(() => {
      this.#isDeferred = false;
      this.run();
    });
  }
}
