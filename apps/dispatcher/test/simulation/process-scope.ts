import type { Timers } from '@webhooks/domain';

import type { World } from './world.ts';

/** One simulated process: what it waits for ends with it, and waits while it is frozen. */
export class ProcessScope {
  readonly name: string;
  readonly timers: Timers = { after: (delayMs, callback) => this.after(delayMs, callback) };
  readonly #world: World;
  readonly #pending = new Set<object>();
  #isAlive = true;
  #frozenUntilMs = 0;

  constructor(name: string, world: World) {
    this.name = name;
    this.#world = world;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isFrozen(): boolean {
    return this.#world.passedMs < this.#frozenUntilMs;
  }

  /** Callbacks that are waiting for a time to pass; those that come at once end by themselves. */
  get pending(): number {
    return this.#pending.size;
  }

  after(delayMs: number, callback: () => void): () => void {
    const key = {};
    if (delayMs > 0) this.#pending.add(key);
    const run = (): void => {
      if (!this.#isAlive) return;
      if (this.isFrozen) {
        cancel = this.#world.after(this.#frozenUntilMs - this.#world.passedMs, run);
        return;
      }
      this.#pending.delete(key);
      callback();
    };
    let cancel = this.#world.after(delayMs, run);
    return () => {
      this.#pending.delete(key);
      cancel();
    };
  }

  /** kill -9: nothing of it happens any more. */
  kill(): void {
    this.#isAlive = false;
  }

  /** SIGSTOP, and SIGCONT after a while. */
  freeze(ms: number): void {
    this.#frozenUntilMs = this.#world.passedMs + ms;
  }
}
