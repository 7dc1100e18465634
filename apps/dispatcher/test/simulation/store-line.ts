import type { ProcessScope } from './process-scope.ts';
import type { World } from './world.ts';

/** How a simulated process reaches the database. */
export interface StorePolicy {
  /** True: every call is done at once and works. */
  readonly isDirect: boolean;
  /** Longest wait before a call is done, and again before it is answered. */
  readonly maxDelayMs: number;
  readonly errorRate: number;
  /** How many calls are done, and answered with an error all the same. */
  readonly lostAnswerRate: number;
}

interface Call {
  readonly name: string;
  readonly operation: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The line from one process to the database: calls are done one after the other and answered in
 * that order, as the thread of the store does. A crash may come before a call is done, or between
 * the call and its answer. An error may be one of a call that did nothing, or of one that was done.
 */
export class StoreLine {
  readonly #world: World;
  readonly #scope: ProcessScope;
  readonly #policy: () => StorePolicy;
  readonly #queue: Call[] = [];
  #isBusy = false;
  #lastAnswerMs = 0;

  constructor(world: World, scope: ProcessScope, policy: () => StorePolicy) {
    this.#world = world;
    this.#scope = scope;
    this.#policy = policy;
  }

  /** The same store at the other end of the line. */
  wrap<T extends object>(store: T): T {
    return new Proxy(store, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => this.#call(String(name), () => method(...args));
      },
    });
  }

  #call(name: string, operation: () => Promise<unknown>): Promise<unknown> {
    if (this.#policy().isDirect) return this.#perform(operation);
    return new Promise((resolve, reject) => {
      this.#queue.push({ name, operation, resolve, reject });
      this.#next();
    });
  }

  async #perform(operation: () => Promise<unknown>): Promise<unknown> {
    this.#world.busy += 1;
    try {
      return await operation();
    } finally {
      this.#world.busy -= 1;
    }
  }

  #next(): void {
    if (this.#isBusy) return;
    const call = this.#queue.shift();
    if (call === undefined) return;
    this.#isBusy = true;
    this.#scope.after(this.#delayMs(), () => void this.#do(call));
  }

  async #do({ name, operation, resolve, reject }: Call): Promise<void> {
    let answer: () => void;
    if (this.#world.chance.happens(this.#policy().errorRate)) {
      this.#world.note(`${this.#scope.name}: the store cannot ${name}`);
      answer = () => reject(new Error('disk I/O error (simulated)'));
    } else {
      answer = await this.#perform(operation).then(
        (value) => this.#answer(name, value, { resolve, reject }),
        (error: unknown) => () => reject(error),
      );
    }
    this.#isBusy = false;
    this.#next();
    const { passedMs } = this.#world;
    this.#lastAnswerMs = Math.max(this.#lastAnswerMs, passedMs + this.#delayMs());
    this.#scope.after(this.#lastAnswerMs - passedMs, answer);
  }

  #answer(
    name: string,
    value: unknown,
    { resolve, reject }: Pick<Call, 'resolve' | 'reject'>,
  ): () => void {
    if (!this.#world.chance.happens(this.#policy().lostAnswerRate)) return () => resolve(value);
    this.#world.note(`${this.#scope.name}: the answer of ${name} is lost`);
    return () => reject(new Error('no answer (simulated)'));
  }

  #delayMs(): number {
    return this.#world.chance.random() * this.#policy().maxDelayMs;
  }
}
