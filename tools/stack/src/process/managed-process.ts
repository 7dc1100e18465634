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
  /** Gets what it writes, except why it cannot start: the start rejects with that. */
  readonly show: (line: string) => void;
  /** How long it may take from SIGTERM to its end, before SIGKILL. */
  readonly stopLimitMs: number;
}

/** Lines that are kept for the case that it dies. */
const KEPT_LINES = 20;

/** What nats-server writes before it gives up. */
const FATAL = /\[FTL\] (.*)/;

/** One program as a child process, in a process group of its own. */
export class ManagedProcess implements AsyncDisposable {
  readonly name: string;
  /** Resolves when it ended, with a sentence about it for people. */
  readonly ended: Promise<StartupError>;
  readonly #spec: ProgramSpec;
  readonly #child: ChildProcess;
  readonly #lastLines: string[] = [];
  #reason: string | undefined;
  #ready = false;

  constructor(spec: ProgramSpec) {
    this.name = spec.name;
    this.#spec = spec;
    // The terminal's Ctrl-C reaches the stack alone, which stops its programs in order.
    const options: SpawnOptions = {
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    this.#child = spawn(spec.file, spec.arguments, options);
    this.#read(this.#child.stdout);
    this.#read(this.#child.stderr);
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

  /** From now on its end is no failure to start. */
  markReady(): void {
    this.#ready = true;
    if (this.#reason !== undefined) this.#spec.show(this.#reason);
    this.#reason = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), this.#spec.stopLimitMs);
    await this.ended;
    clearTimeout(timer);
  }

  #read(stream: Readable | null): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > KEPT_LINES) this.#lastLines.shift();
      // Apps say why they end in a line that begins with their name.
      const isReason = line.startsWith(`${this.name}: `);
      if (isReason) this.#reason = line;
      if (!isReason || this.#ready) this.#spec.show(line);
    });
  }

  #obituary(how: string): StartupError {
    const fatal = FATAL.exec(this.#lastLines.findLast((line) => FATAL.test(line)) ?? '')?.[1];
    const reason = this.#reason?.slice(this.name.length + 2) ?? fatal;
    if (this.#ready) {
      const because = reason === undefined ? '' : `: ${reason}`;
      return new StartupError(`${this.name} ended by itself (${how})${because}`);
    }
    if (reason !== undefined) return new StartupError(`${this.name}: ${reason}`);
    const lines = this.#lastLines.join(' | ') || 'it wrote nothing';
    return new StartupError(`${this.name} could not start (${how}): ${lines}`);
  }
}
