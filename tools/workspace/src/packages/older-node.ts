/**
 * What the apps use of JavaScript and Node 22 does not have yet. It is put in front of bundles; in
 * Node 24 it changes nothing.
 */

class OlderSuppressedError extends Error {
  readonly error: unknown;
  readonly suppressed: unknown;

  constructor(error: unknown, suppressed: unknown, message?: string) {
    super(message);
    this.name = 'SuppressedError';
    this.error = error;
    this.suppressed = suppressed;
  }
}

/** The stack that apps keep their parts in, as far as they use it. */
class OlderAsyncDisposableStack {
  #releases: (() => unknown)[] = [];

  use<T extends AsyncDisposable | Disposable>(value: T): T {
    const release = disposerOf(value);
    this.defer(() => release.call(value));
    return value;
  }

  defer(release: () => unknown): void {
    this.#releases.push(release);
  }

  move(): OlderAsyncDisposableStack {
    const moved = new OlderAsyncDisposableStack();
    [moved.#releases, this.#releases] = [this.#releases, []];
    return moved;
  }

  /** Releases everything, the last first, whatever fails on the way. */
  async disposeAsync(): Promise<void> {
    let failure: { readonly error: unknown } | null = null;
    for (let release = this.#releases.pop(); release; release = this.#releases.pop()) {
      try {
        await release();
      } catch (error) {
        failure = { error: failure ? new OlderSuppressedError(error, failure.error) : error };
      }
    }
    if (failure) throw failure.error;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync();
  }
}

function disposerOf(value: AsyncDisposable | Disposable): () => unknown {
  const release = Symbol.asyncDispose in value ? value[Symbol.asyncDispose] : value[Symbol.dispose];
  if (typeof release !== 'function') throw new TypeError('what is kept cannot be disposed of');
  return release;
}

const older = {
  SuppressedError: OlderSuppressedError,
  AsyncDisposableStack: OlderAsyncDisposableStack,
};
for (const [name, value] of Object.entries(older)) {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value, writable: true });
}
