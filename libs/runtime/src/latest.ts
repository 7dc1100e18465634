/**
 * Hands the newest value to one reader. A value that the reader did not take before the next one
 * came is dropped; the last one before the end never is.
 */
export class Latest<T> implements AsyncIterable<T> {
  #waiting: { readonly value: T } | null = null;
  #isClosed = false;
  #wake = (): void => {};

  /** Replaces what was not taken yet; ignored after the end. */
  set(value: T): void {
    if (this.#isClosed) return;
    this.#waiting = { value };
    this.#wake();
  }

  /** Lets the reader end once it has taken what waits. May be called again. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const waiting = this.#waiting;
      if (waiting !== null) {
        this.#waiting = null;
        yield waiting.value;
      } else if (this.#isClosed) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }
}
