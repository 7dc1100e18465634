import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { APP_PROGRAM } from '@webhooks/proof-kit';

/** resendctl as a process; disposing it kills it. */
export interface Run extends AsyncDisposable {
  /** Resolves to the exit code when all output is read. */
  readonly exited: Promise<number>;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  signal(signal: NodeJS.Signals): void;
  /** What a person types. */
  write(keys: string): void;
}

const main = fileURLToPath(new URL(`../../../../tools/resendctl/${APP_PROGRAM}`, import.meta.url));

/** Runs it with its output in pipes; PIPE_TO in its environment names who reads it. */
export function startResendctl(args: readonly string[], env: Record<string, string>): Run {
  const { PIPE_TO, ...own } = env;
  if (PIPE_TO === undefined) return observe(spawn(process.execPath, [main, ...args], options(own)));
  const line = `set -o pipefail; "$0" "$@" | ${PIPE_TO}`;
  return observe(spawn('bash', ['-c', line, process.execPath, main, ...args], options(own)));
}

/** Runs it in a terminal of 80 columns; both of its outputs are what the terminal shows. */
export function startResendctlInTerminal(
  args: readonly string[],
  env: Record<string, string>,
): Run {
  const words = [process.execPath, main, ...args].map((word) => `'${word}'`);
  const line = `stty cols 80 rows 24; exec ${words.join(' ')}`;
  return observe(spawn('script', ['-qefc', line, '/dev/null'], options(env)));
}

function options(env: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  return { env: { PATH, HOME, SHELL: '/bin/sh', ...env }, stdio: 'pipe' as const };
}

function observe(child: ChildProcess): Run {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => (output.stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (output.stderr += String(chunk)));
  // It may end before it has read what was typed.
  child.stdin?.on('error', () => {});
  const exited = once(child, 'close').then(([code]) => Number(code ?? 128));
  return {
    exited,
    get code() {
      return child.exitCode;
    },
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    signal: (signal) => void child.kill(signal),
    write: (keys) => void child.stdin?.write(keys),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
