import type { ControlRequest, DispatchStore, Timers } from '@webhooks/domain';

/** How often the wishes of owners are looked up, in milliseconds. */
const POLL_MS = 100;

export interface ControlsOptions {
  readonly store: Pick<DispatchStore, 'controls'>;
  readonly timers: Timers;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** A resend is to be paused or cancelled; asked again until that is acknowledged. */
  readonly onControl: (request: ControlRequest) => void;
  /** A paused resend goes on. */
  readonly onResumed: (resendId: number) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Watches what owners ask of their resends. The database says it; no message has to arrive. */
export class Controls {
  readonly #options: ControlsOptions;
  #paused = new Set<number>();
  #cancelTimer: (() => void) | null = null;
  #isStopped = false;

  constructor(options: ControlsOptions) {
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
    const { store, timers, persist, onControl, onResumed } = this.#options;
    const requests = await persist('look up controls', () => store.controls());
    if (this.#isStopped) return;
    const stillPaused = new Set<number>();
    for (const request of requests) {
      if (request.control === 'PAUSED') stillPaused.add(request.id);
      // A cancelled resend is worked on until it is settled, and so leaves the list.
      if (!request.isAcknowledged || request.control === 'CANCELLING') onControl(request);
    }
    const controlled = new Set(requests.map(({ id }) => id));
    for (const id of this.#paused) if (!controlled.has(id)) onResumed(id);
    this.#paused = stillPaused;
    this.#cancelTimer = timers.after(POLL_MS, () => this.start());
  }
}
