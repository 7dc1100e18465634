import { LruMap } from '@webhooks/runtime';

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
  readonly #now: () => number;
  readonly #entries: LruMap<string, Entry>;

  /** now: in milliseconds, never set back. */
  constructor(maxSize: number, now: () => number) {
    this.#entries = new LruMap(maxSize);
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(name: string): readonly string[] | null {
    const entry = this.#entries.get(name);
    if (entry === undefined) return null;
    if (this.#now() < entry.expiresAt) return entry.addresses;
    this.#entries.delete(name);
    return null;
  }

  set(name: string, { addresses, ttlMs }: NameAnswer): void {
    const keptMs = Math.min(Math.max(ttlMs, minTtlMs), maxTtlMs);
    this.#entries.set(name, { addresses, expiresAt: this.#now() + keptMs });
  }
}
