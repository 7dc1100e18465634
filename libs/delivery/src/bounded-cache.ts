/** Remembers values that are costly to make; when it is full, the oldest one makes room. */
export class BoundedCache<K, V> {
  readonly #values = new Map<K, V>();
  readonly #maxSize: number;
  readonly #make: (key: K) => V;

  constructor(maxSize: number, make: (key: K) => V) {
    this.#maxSize = maxSize;
    this.#make = make;
  }

  get size(): number {
    return this.#values.size;
  }

  /** The value of a key, made at the first call. */
  get(key: K): V {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = this.#make(key);
    if (this.#values.size >= this.#maxSize) this.#forgetOldest();
    this.#values.set(key, value);
    return value;
  }

  #forgetOldest(): void {
    for (const key of this.#values.keys()) {
      this.#values.delete(key);
      return;
    }
  }
}
