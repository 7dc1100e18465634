/** Remembers the latest keys and tells which came before. */
export class SeenBefore {
  readonly #limit: number;
  readonly #keys = new Set<string>();

  /** Beyond the limit the oldest key is forgotten. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether the key was there already; it is from now on. */
  add(key: string): boolean {
    const seen = this.#keys.delete(key);
    this.#keys.add(key);
    if (this.#keys.size > this.#limit) {
      for (const oldest of this.#keys) {
        this.#keys.delete(oldest);
        break;
      }
    }
    return seen;
  }
}
