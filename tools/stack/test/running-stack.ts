import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
  createTempDir,
  freePort,
  startProcess,
  waitFor,
  type ProcessHandle,
  type TempDir,
} from '@webhooks/testing';

const main = path.resolve(import.meta.dirname, '../src/main.ts');

const portSettings = [
  'REST_PORT',
  'RPC_PORT',
  'RECEIVER_PORT',
  'DISPATCHER_PORT',
  'SERVICE_ADMIN_PORT',
  'FACADE_ADMIN_PORT',
  'NATS_PORT',
] as const;

export type StackEnvironment = Record<(typeof portSettings)[number] | 'DATA_DIR', string>;

/** An environment in which a stack disturbs no other one. */
export async function stackEnvironment(dataDir: string): Promise<StackEnvironment> {
  const ports = await Promise.all(portSettings.map(async (name) => [name, `${await freePort()}`]));
  return { ...Object.fromEntries(ports), DATA_DIR: dataDir } as StackEnvironment;
}

/** Starts the stack as "npm start" does. */
export function runStack(args: readonly string[], env: Record<string, string>): ProcessHandle {
  return startProcess({ file: main, args, env });
}

/** The processes of a stack, found by the data directory in their environment. */
export function processesOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && readQuietly(`/proc/${pid}/environ`).includes(dataDir));
}

/** The one process whose command line holds a text. */
export function processRunning(dataDir: string, text: string): number {
  const found = processesOf(dataDir).filter((pid) =>
    readQuietly(`/proc/${pid}/cmdline`).includes(text),
  );
  const [pid] = found;
  if (pid === undefined || found.length > 1) throw new Error(`${found.length} run ${text}`);
  return pid;
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Resolves when no program runs that has this path in its environment; rejects after 15 s. */
export async function nothingRunsIn(path: string): Promise<void> {
  await waitFor(() => processesOf(path).length === 0, {
    what: 'the end of every program of the stack',
    deadlineMs: 15_000,
  });
}

/** Gives each test of a describe an empty directory, and an environment for stacks in it. */
export function useStackDirectory(
  assign: (made: { readonly directory: TempDir; readonly env: StackEnvironment }) => void,
): void {
  let directory: TempDir;
  beforeEach(async () => {
    directory = createTempDir();
    assign({ directory, env: await stackEnvironment(directory.file('data')) });
  });
  afterEach(async () => {
    await nothingRunsIn(directory.path);
    directory[Symbol.dispose]();
  });
}
