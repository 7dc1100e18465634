import type { ControlRequest, DispatchStore, Timers } from '@webhooks/domain';

/** How often the requests of owners are looked up, in milliseconds. */
const POLL_MS = 100;
/** Requests of one look; those that are followed make room for the next ones. */
const MAX_REQUESTS = 1_000;

export interface ControlPollerOptions {
  readonly store: Pick<DispatchStore, 'controls'>;
  readonly timers: Timers;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /**
   * A resend is to be paused, resumed or cancelled; asked again until that is acknowledged. A
   * cancellation may be asked for again while it is under way.
   */
  readonly onControl: (request: ControlRequest) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Watches what owners ask of their resends. The database says it; no message has to arrive. */
export class ControlPoller {
  readonly #options: ControlPollerOptions;
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(options: ControlPollerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#poll().catch(this.#options.onFailed);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
  }

  async #poll(): Promise<void> {
    const { store, timers, persist, onControl } = this.#options;
    const requests = await persist('look up controls', () => store.controls(MAX_REQUESTS));
    if (this.#isStopped) return;
    for (const request of requests) onControl(request);
    this.#cancelTimer = timers.after(POLL_MS, () => this.start());
  }
}
