import type { StartupError } from '@webhooks/runtime';

import { startGuard, type Guard } from './guard.ts';
import { KeptProgram, type ProgramWatcher } from './kept-program.ts';
import type { Program } from './program.ts';

/** How a supervisor deals with programs that die. */
export interface SupervisorOptions {
  /** Gets what a person has to know; null: nothing is started again, and `died` resolves. */
  readonly heal: ((line: string) => void) | null;
  /** Called with the ids of the processes that run, whenever they change. */
  readonly onProcesses?: (pids: readonly number[]) => void;
}

/** Starts programs, keeps them running, and stops them in the reverse order. */
export class Supervisor implements AsyncDisposable {
  readonly #guard: Guard = startGuard();
  readonly #groups: KeptProgram[][] = [];
  readonly #died = Promise.withResolvers<StartupError>();
  readonly #watcher: ProgramWatcher;
  readonly #running = new Set<number>();

  constructor({ heal, onProcesses = () => {} }: SupervisorOptions) {
    this.#watcher = {
      restarts: heal !== null,
      died: (reason) => this.#died.resolve(reason),
      say: (line) => heal?.(line),
      started: (pid) => {
        this.#guard.watch(pid);
        onProcesses([...this.#running.add(pid)]);
      },
      ended: (pid) => {
        this.#guard.forget(pid);
        this.#running.delete(pid);
        onProcesses([...this.#running]);
      },
    };
  }

  /** Resolves when a program has died that is not started again. */
  get died(): Promise<StartupError> {
    return this.#died.promise;
  }

  /** Process ids by name. */
  get pids(): ReadonlyMap<string, number> {
    const programs = this.#groups.flat().filter((program) => program.pid !== undefined);
    return new Map(programs.map((program) => [program.name, program.pid ?? 0]));
  }

  /**
   * Starts programs together; resolves when all are ready. They are stopped together, too.
   *
   * @throws StartupError when one ends or takes too long. Rejects when the signal is aborted.
   */
  async start(programs: readonly Program[], signal: AbortSignal): Promise<void> {
    const group = programs.map((program) => new KeptProgram(program, this.#watcher));
    this.#groups.push(group);
    await Promise.all(group.map((program) => program.start(signal)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const group of this.#groups.reverse()) {
      await Promise.all(group.map((program) => program[Symbol.asyncDispose]()));
    }
    this.#guard[Symbol.dispose]();
  }
}
