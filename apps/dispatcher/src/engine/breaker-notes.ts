import type { BreakerNote, DispatchStore, Fence, Timers } from '@webhooks/domain';

export interface BreakerNotesOptions {
  readonly store: Pick<DispatchStore, 'noteBreakers' | 'forgetBreakers'>;
  readonly fence: Fence;
  readonly timers: Timers;
  readonly persist: <T>(what: string, operation: () => Promise<T>) => Promise<T>;
  readonly onFailed: (error: unknown) => void;
}

/** How old what others see of a breaker may be, in milliseconds. */
const MAX_AGE_MS = 250;
/** Rows in one transaction. */
const MAX_NOTES = 256;

/**
 * Shows breakers to others. They are decided on in memory and lost with it; what is noted here is for
 * people alone, so changes are gathered and written together.
 */
export class BreakerNotes {
  readonly #options: BreakerNotesOptions;
  readonly #changed = new Map<string, number | null>();
  #cancelTimer: (() => void) | null = null;
  #isWriting = false;
  #isStopped = false;

  constructor(options: BreakerNotesOptions) {
    this.#options = options;
  }

  /** What an earlier engine noted no longer holds: every breaker is closed at the start. */
  async start(): Promise<void> {
    const { store, fence, persist } = this.#options;
    await persist('forget breakers', () => store.forgetBreakers(fence));
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
    const notes = this.#takeNotes();
    try {
      await persist('note breakers', () => store.noteBreakers(fence, notes));
    } catch (error) {
      onFailed(error);
      return;
    }
    this.#isWriting = false;
    this.#schedule();
  }

  #takeNotes(): BreakerNote[] {
    const notes: BreakerNote[] = [];
    for (const [endpointId, retryAtMs] of this.#changed) {
      notes.push({ endpointId, retryAtMs });
      this.#changed.delete(endpointId);
      if (notes.length === MAX_NOTES) break;
    }
    return notes;
  }
}
