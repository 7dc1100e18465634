import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

const running = new Set<ChildProcess>();

/** What ends this process from outside, without its event "exit". */
const ENDINGS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** How a process ended. */
export interface ExitState {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Starts a process that does not outlive this one. `exited` never rejects: a program that cannot
 * be started counts as exit code 127.
 */
export function spawnChild(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): { readonly child: ChildProcess; readonly exited: Promise<ExitState> } {
  if (running.size === 0) watchForEnd();
  const child = spawn(file, args, options);
  running.add(child);
  const { promise: exited, resolve } = Promise.withResolvers<ExitState>();
  child.once('error', () => resolve({ code: 127, signal: null }));
  child.once('close', (code, signal) => resolve({ code, signal }));
  void exited.then(() => {
    running.delete(child);
    if (running.size === 0) forgetEnd();
  });
  return { child, exited };
}

function watchForEnd(): void {
  process.on('exit', killAll);
  for (const signal of ENDINGS) process.on(signal, endWithChildren);
}

function forgetEnd(): void {
  process.off('exit', killAll);
  for (const signal of ENDINGS) process.off(signal, endWithChildren);
}

/** Kills them first, and then lets the signal do what it would have done. */
function endWithChildren(signal: NodeJS.Signals): void {
  killAll();
  forgetEnd();
  process.kill(process.pid, signal);
}

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
