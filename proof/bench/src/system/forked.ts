import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A part of the benchmark in a process of its own; it answers messages with messages. */
export class Forked implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #lastAnswer: Promise<unknown> = Promise.resolve();

  /** Typed arrays reach the other side as they are. */
  constructor(file: URL, env: Readonly<Record<string, string>> = {}) {
    this.#child = fork(fileURLToPath(file), { env: { ...env }, serialization: 'advanced' });
    this.#ended = once(this.#child, 'exit').then(() => {
      throw new Error('a part of the benchmark ended by itself');
    });
    // Whoever waits for a message gets it; that it is ended on purpose is no failure.
    this.#ended.catch(() => {});
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The next message; rejects when the process ends before. */
  async next<T>(): Promise<T> {
    const abandoned = new AbortController();
    const message = once(this.#child, 'message', { signal: abandoned.signal });
    try {
      const [first] = (await Promise.race([message, this.#ended])) as [T];
      return first;
    } finally {
      message.catch(() => {});
      abandoned.abort();
    }
  }

  /** One question after the other, since an answer does not say what it answers. */
  async ask<T>(message: object): Promise<T> {
    const answered = this.#lastAnswer.then(() => {
      const answer = this.next<T>();
      this.#child.send(message);
      return answer;
    });
    this.#lastAnswer = answered.catch(() => {});
    return answered;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}
