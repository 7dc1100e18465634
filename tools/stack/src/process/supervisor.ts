import { setTimeout as delay } from 'node:timers/promises';

import { StartupError } from '@webhooks/runtime';

import { startGuard, type Guard } from './guard.ts';
import { ManagedProcess, type ProgramSpec } from './managed-process.ts';

const POLL_MS = 50;
const START_LIMIT_MS = 30_000;

/** Starts programs, watches them, and stops them in the reverse order. */
export class Supervisor implements AsyncDisposable {
  readonly #guard: Guard = startGuard();
  readonly #groups: ManagedProcess[][] = [];
  readonly #died = Promise.withResolvers<StartupError>();
  #stopping = false;

  /** Resolves when a program ends that nobody stopped. */
  get died(): Promise<StartupError> {
    return this.#died.promise;
  }

  /** Process ids by name. */
  get pids(): ReadonlyMap<string, number> {
    const children = this.#groups.flat().filter((child) => child.pid !== undefined);
    return new Map(children.map((child) => [child.name, child.pid ?? 0]));
  }

  /**
   * Starts programs together; resolves when all are ready. They are stopped together, too.
   *
   * @throws StartupError when one ends or takes too long. Rejects when the signal is aborted.
   */
  async start(programs: readonly Program[], signal: AbortSignal): Promise<void> {
    const group: ManagedProcess[] = [];
    this.#groups.push(group);
    await Promise.all(
      programs.map(({ spec, isReady }) => {
        const child = new ManagedProcess(spec);
        group.push(child);
        if (child.pid !== undefined) this.#guard.watch(child.pid);
        return this.#becomesReady(child, isReady, signal);
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    for (const group of this.#groups.reverse()) {
      await Promise.all(group.map((child) => child[Symbol.asyncDispose]()));
    }
    this.#guard[Symbol.dispose]();
  }

  async #becomesReady(
    child: ManagedProcess,
    isReady: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = AbortSignal.timeout(START_LIMIT_MS);
    const ended = child.ended.then((reason) => Promise.reject(reason));
    // It also ends when all is over; only whoever waits for it to be ready minds.
    ended.catch(() => {});
    while (!(await Promise.race([isReady(), ended]))) {
      if (limit.aborted) throw new StartupError(`${child.name} did not become ready in time`);
      await Promise.race([delay(POLL_MS, undefined, { signal }), ended]);
    }
    child.markReady();
    void child.ended.then((reason) => {
      if (!this.#stopping) this.#died.resolve(reason);
    });
  }
}

/** A program, and how to know that it is ready. */
export interface Program {
  readonly spec: ProgramSpec;
  /** Asked again and again. */
  readonly isReady: () => Promise<boolean>;
}
