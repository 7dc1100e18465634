import type { NameAnswer } from './ask.ts';

/** What is believed of a time to live: long enough for a burst, short enough for a move. */
const minTtlMs = 1_000;
const maxTtlMs = 300_000;

interface Entry {
  readonly addresses: readonly string[];
  readonly expiresAt: number;
}

/** Answers until their time is up; when it is full, the one that was used longest ago goes. */
export class AnswerCache {
  readonly #maxSize: number;
  readonly #now: () => number;
  /** Used longest ago first. */
  readonly #entries = new Map<string, Entry>();

  /** now: in milliseconds, never set back. */
  constructor(maxSize: number, now: () => number) {
    this.#maxSize = maxSize;
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(name: string): readonly string[] | null {
    const entry = this.#entries.get(name);
    if (entry === undefined) return null;
    this.#entries.delete(name);
    if (this.#now() >= entry.expiresAt) return null;
    this.#entries.set(name, entry);
    return entry.addresses;
  }

  set(name: string, { addresses, ttlMs }: NameAnswer): void {
    this.#entries.delete(name);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.#maxSize) this.#entries.delete(oldest);
    const keptMs = Math.min(Math.max(ttlMs, minTtlMs), maxTtlMs);
    this.#entries.set(name, { addresses, expiresAt: this.#now() + keptMs });
  }
}
