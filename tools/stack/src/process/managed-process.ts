import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { StartupError } from '@webhooks/runtime';

/** A program that the stack runs. */
export interface ProgramSpec {
  readonly name: string;
  readonly file: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets what it writes once it is ready; before that it is kept to tell why it is not. */
  readonly show: (line: string) => void;
  /** How long it may take from SIGTERM to its end, before SIGKILL. */
  readonly stopLimitMs: number;
}

/** Lines that are kept for the case that it dies. */
const KEPT_LINES = 20;

/** One program as a child process, in a process group of its own. */
export class ManagedProcess implements AsyncDisposable {
  readonly name: string;
  /** Resolves when it ended, with what a person is told about it. */
  readonly ended: Promise<StartupError>;
  readonly #stopLimitMs: number;
  readonly #child: ChildProcess;
  readonly #lastLines: string[] = [];
  #ready = false;

  constructor(spec: ProgramSpec) {
    this.name = spec.name;
    this.#stopLimitMs = spec.stopLimitMs;
    // The terminal's Ctrl-C reaches the stack alone, which stops its programs in order.
    const options: SpawnOptions = {
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    this.#child = spawn(spec.file, spec.arguments, options);
    this.#read(this.#child.stdout, spec.show);
    this.#read(this.#child.stderr, spec.show);
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(this.#obituary(error.message)));
      this.#child.once('close', (code, signal) =>
        resolve(this.#obituary(signal ?? `exit code ${code}`)),
      );
    });
  }

  /** Undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** From now on what it writes is shown. */
  markReady(): void {
    this.#ready = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), this.#stopLimitMs);
    await this.ended;
    clearTimeout(timer);
  }

  #read(stream: Readable | null, show: (line: string) => void): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
      if (this.#ready) show(line);
    });
  }

  #obituary(how: string): StartupError {
    const lines = this.#lastLines.join(' | ') || 'nothing';
    if (this.#ready) {
      return new StartupError(`${this.name} ended by itself (${how}); the last it wrote: ${lines}`);
    }
    // Apps say why they cannot start in a line that begins with their name.
    const reason = this.#lastLines.find((line) => line.startsWith(`${this.name}: `));
    return new StartupError(reason ?? `${this.name} could not start (${how}): ${lines}`);
  }
}
