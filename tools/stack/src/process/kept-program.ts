import { setTimeout as delay } from 'node:timers/promises';

import { StartupError } from '@webhooks/runtime';

import { ManagedProcess } from './managed-process.ts';
import type { Program } from './program.ts';
import { restartPause } from './restart-pause.ts';

const POLL_MS = 50;
const START_LIMIT_MS = 30_000;

/** Who hears of the life of a program. */
export interface ProgramWatcher {
  started(pid: number): void;
  ended(pid: number): void;
  /** Decides whether a program that died after it was ready is started again. */
  readonly restarts: boolean;
  /** A program died that is not started again. */
  died(reason: StartupError): void;
  /** What a person has to know of a program that is started again. */
  say(line: string): void;
}

/** One program, started again when it dies, until it is disposed. */
export class KeptProgram implements AsyncDisposable {
  readonly #program: Program;
  readonly #watcher: ProgramWatcher;
  readonly #stopping = new AbortController();
  #process: ManagedProcess | null = null;
  #readySinceMs: number | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(program: Program, watcher: ProgramWatcher) {
    this.#program = program;
    this.#watcher = watcher;
  }

  get name(): string {
    return this.#program.spec.name;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Starts it; resolves when it is ready.
   *
   * @throws StartupError when it ends or takes too long. Rejects when the signal is aborted.
   */
  async start(signal: AbortSignal): Promise<void> {
    const process = await this.#launch(AbortSignal.any([signal, this.#stopping.signal]));
    this.#keeping = this.#keep(process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#process?.[Symbol.asyncDispose]();
    await this.#keeping;
  }

  /** Sees to it that it runs, from one death to the next. */
  async #keep(first: ManagedProcess): Promise<void> {
    let reason = await first.ended;
    let pauseMs = 0;
    while (!this.#stopping.signal.aborted) {
      if (!this.#watcher.restarts) return this.#watcher.died(reason);
      const readyForMs = this.#readySinceMs === null ? 0 : performance.now() - this.#readySinceMs;
      pauseMs = restartPause(pauseMs, readyForMs);
      this.#watcher.say(`${reason.message}; it is started again in ${pauseMs / 1_000} s`);
      reason = await this.#startAgain(pauseMs);
    }
  }

  /** Resolves when it has ended once more, with the reason. */
  async #startAgain(pauseMs: number): Promise<StartupError> {
    const { signal } = this.#stopping;
    try {
      await delay(pauseMs, undefined, { signal });
      const process = await this.#launch(signal);
      this.#watcher.say(`${this.name} is ready again`);
      return await process.ended;
    } catch (error) {
      if (error instanceof StartupError || signal.aborted) return error as StartupError;
      throw error;
    }
  }

  /** One start, to the moment when it is ready. What does not become ready is ended. */
  async #launch(signal: AbortSignal): Promise<ManagedProcess> {
    const { spec, isReady } = this.#program;
    this.#readySinceMs = null;
    const process = new ManagedProcess(spec);
    this.#process = process;
    this.#report(process);
    const ended = process.ended.then((reason) => Promise.reject(reason));
    // It also ends when all is over; only whoever waits for it to be ready minds.
    ended.catch(() => {});
    const limit = AbortSignal.timeout(START_LIMIT_MS);
    while (!(await Promise.race([isReady(), ended]))) {
      if (limit.aborted) {
        await process[Symbol.asyncDispose]();
        throw new StartupError(`${spec.name} did not become ready in time`);
      }
      await Promise.race([delay(POLL_MS, undefined, { signal }), ended]);
    }
    process.markReady();
    this.#readySinceMs = performance.now();
    return process;
  }

  #report(process: ManagedProcess): void {
    const { pid } = process;
    if (pid === undefined) return;
    this.#watcher.started(pid);
    void process.ended.then(() => this.#watcher.ended(pid));
  }
}
