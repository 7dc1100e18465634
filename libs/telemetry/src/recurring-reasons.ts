/** Reasons that are remembered: of those that take turns, each is said in its own time. */
const MAX_REASONS = 16;

export interface RecurringReasonsOptions {
  /** How often the same reason is said; 60 s. */
  readonly everyMs?: number;
  /** In milliseconds, never set back. */
  readonly now?: () => number;
}

/** Says when a reason that lasts is to be logged: at once, and then once a minute. */
export class RecurringReasons {
  readonly #everyMs: number;
  readonly #now: () => number;
  /** When each was said last, the longest ago first. */
  readonly #saidAt = new Map<string, number>();

  constructor({ everyMs = 60_000, now = () => performance.now() }: RecurringReasonsOptions = {}) {
    this.#everyMs = everyMs;
    this.#now = now;
  }

  /** True counts as said. */
  isDue(reason: string): boolean {
    const now = this.#now();
    const saidAt = this.#saidAt.get(reason);
    if (saidAt !== undefined && now - saidAt < this.#everyMs) return false;
    this.#saidAt.delete(reason);
    const [oldest] = this.#saidAt.keys();
    if (oldest !== undefined && this.#saidAt.size >= MAX_REASONS) this.#saidAt.delete(oldest);
    this.#saidAt.set(reason, now);
    return true;
  }

  /** What was wrong is over: the next reason is said at once, whichever it is. */
  clear(): void {
    this.#saidAt.clear();
  }
}
