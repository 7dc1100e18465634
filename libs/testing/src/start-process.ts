import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { spawnChild, type ExitState } from './child-processes.ts';
import { waitFor } from './wait-for.ts';

/** A program of ours as a child process. */
export interface ProcessHandle extends AsyncDisposable {
  readonly pid: number;
  /** What it wrote to standard output and standard error, by line. */
  readonly lines: readonly string[];
  /** Those of them that it wrote to standard error. */
  readonly errorLines: readonly string[];
  /** Resolves when it ended and all of its output is read. */
  readonly exited: Promise<ExitState>;
  /** The first line that holds the text or matches, now or by the deadline (default 10 s). */
  line(pattern: string | RegExp, deadlineMs?: number): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL if it has not ended by the deadline (default 20 s). */
  stop(deadlineMs?: number): Promise<ExitState>;
  /** SIGKILL. */
  kill(): Promise<ExitState>;
}

/** What to run. */
export interface ProcessOptions {
  /** Run by the Node that runs the tests. */
  readonly file: string;
  readonly args?: readonly string[];
  /** All that it gets beside PATH, HOME and where Node keeps what it compiled. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A program with its arguments that runs Node, such as strace; signals go to it. */
  readonly wrapper?: readonly string[];
}

/** Starts a program; disposing it kills it. */
export function startProcess(options: ProcessOptions): ProcessHandle {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const { wrapper = [], file, args = [] } = options;
  const [program, ...programArgs] = [...wrapper, process.execPath, file, ...args] as [string];
  const { child, exited } = spawnChild(program, programArgs, {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...options.env },
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errorLines: string[] = [];
  collectLines(child.stdout, lines);
  collectLines(child.stderr, lines, errorLines);
  let exitState: ExitState | null = null;
  void exited.then((state) => (exitState = state));

  const kill = (): Promise<ExitState> => {
    child.kill('SIGKILL');
    return exited;
  };
  return {
    pid: child.pid ?? -1,
    lines,
    errorLines,
    exited,
    signal: (signal) => void child.kill(signal),
    line: async (pattern, deadlineMs = 10_000) => {
      const find = (): string | undefined => lines.find((line) => matches(line, pattern));
      const seen = await waitFor(() => find() ?? exitState, {
        deadlineMs,
        what: () => `a line with ${String(pattern)} after:\n${lines.slice(-20).join('\n')}`,
      });
      const line = typeof seen === 'string' ? seen : find();
      if (line !== undefined) return line;
      throw new Error(`ended without a line with ${String(pattern)}:\n${lines.join('\n')}`);
    },
    stop: async (deadlineMs = 20_000) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => void kill(), deadlineMs);
      try {
        return await exited;
      } finally {
        clearTimeout(timer);
      }
    },
    kill,
    [Symbol.asyncDispose]: async () => void (await kill()),
  };
}

function collectLines(stream: Readable | null, ...collections: string[][]): void {
  if (stream === null) return;
  createInterface({ input: stream }).on('line', (line) => {
    for (const lines of collections) lines.push(line);
  });
}

function matches(line: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? line.includes(pattern) : pattern.test(line);
}
