import type { BreakerStatus, DispatchStore, Fence, Timers } from '@webhooks/domain';

export interface BreakerStoreOptions {
  readonly store: Pick<DispatchStore, 'saveBreakers' | 'restoreBreakers'>;
  readonly fence: Fence;
  readonly timers: Timers;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  /** What an earlier engine left: the endpoint was failing. */
  readonly onRestored: (endpointId: string) => void;
  readonly onFailed: (error: unknown) => void;
}

/** How old what others see of a breaker may be, in milliseconds. */
const MAX_AGE_MS = 250;
/** Rows in one transaction. */
const MAX_CHANGES = 256;
/** Breakers that are restored from an earlier engine. */
const MAX_RESTORED = 10_000;

/**
 * Shows breakers to others, and to the next engine. They are decided on in memory; what is noted
 * here may be a little old, so changes are gathered and written together.
 */
export class BreakerStore {
  readonly #options: BreakerStoreOptions;
  readonly #changed = new Map<string, number | null>();
  #cancelTimer: (() => void) | null = null;
  #isWriting = false;
  #isStopped = false;

  constructor(options: BreakerStoreOptions) {
    this.#options = options;
  }

  /** An endpoint that failed before is met by a probe, not by all that piled up for it. */
  async start(): Promise<void> {
    const { store, fence, persist, onRestored } = this.#options;
    const endpointIds = await persist('take breakers over', () =>
      store.restoreBreakers(fence, MAX_RESTORED),
    );
    for (const endpointId of endpointIds) onRestored(endpointId);
  }

  /** A breaker opened until a moment, or closed. */
  changed(endpointId: string, retryAtMs: number | null): void {
    this.#changed.set(endpointId, retryAtMs);
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  /** One write at a time, so that an old note never overwrites a new one. */
  #schedule(): void {
    if (this.#isStopped || this.#isWriting || this.#changed.size === 0) return;
    this.#cancelTimer ??= this.#options.timers.after(MAX_AGE_MS, () => void this.#write());
  }

  async #write(): Promise<void> {
    const { store, fence, persist, onFailed } = this.#options;
    this.#cancelTimer = null;
    this.#isWriting = true;
    const notes = this.#takeChanges();
    try {
      await persist('note breakers', () => store.saveBreakers(fence, notes));
    } catch (error) {
      onFailed(error);
      return;
    }
    this.#isWriting = false;
    this.#schedule();
  }

  #takeChanges(): BreakerStatus[] {
    const notes: BreakerStatus[] = [];
    for (const [endpointId, retryAtMs] of this.#changed) {
      notes.push({ endpointId, retryAtMs });
      this.#changed.delete(endpointId);
      if (notes.length === MAX_CHANGES) break;
    }
    return notes;
  }
}
