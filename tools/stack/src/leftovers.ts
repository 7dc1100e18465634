import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { GUARD_LIMIT_MS } from './process/guard.ts';

const POLL_MS = 50;
/** The kernel ends a killed process at once, unless it waits for a disk. */
const KILL_LIMIT_MS = 2_000;

/** Which processes a stack runs, for the next one in case this one is killed. */
export interface RunningProcesses extends Disposable {
  /** Disposing it says that all of them have ended. */
  note(pids: readonly number[]): void;
}

/** Keeps the ids in the data directory, each with what tells the process from a later one. */
export function noteProcesses(dataDir: string): RunningProcesses {
  const file = fileIn(dataDir);
  return {
    note: (pids) => {
      const lines = pids.map((pid) => `${pid} ${startOf(pid) ?? ''}\n`);
      try {
        writeFileSync(file, lines.join(''));
      } catch {
        // A full disk is no reason to stop: the note only saves a killed stack's successor a wait.
      }
    },
    [Symbol.dispose]: () => rmSync(file, { force: true }),
  };
}

/**
 * Waits for the programs of a stack that was killed: its guard stops them within ten seconds. What
 * lives longer, because the guard was killed as well, is ended by force. The signal cuts it short.
 */
export async function endLeftovers(
  dataDir: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = (): Leftover[] => readLeftovers(fileIn(dataDir)).filter(isAlive);
  if (left().length === 0) return;
  say(`The stack before was killed; waiting for ${left().length} of its programs to end.`);
  if (await haveEnded(left, GUARD_LIMIT_MS + 1_000, signal)) return;
  for (const { pid } of left()) killQuietly(pid);
  await haveEnded(left, KILL_LIMIT_MS, signal);
}

async function haveEnded(
  left: () => readonly Leftover[],
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  while (left().length > 0 && !limit.aborted) await delay(POLL_MS);
  return left().length === 0 || signal.aborted;
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile, or is another user's.
  }
}

interface Leftover {
  readonly pid: number;
  readonly start: string;
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'stack.pids');
}

function readLeftovers(file: string): Leftover[] {
  try {
    const found = readFileSync(file, 'latin1').matchAll(/^(\d+) (\S+)$/gm);
    return [...found].map(([, pid = '', start = '']) => ({ pid: Number(pid), start }));
  } catch {
    return [];
  }
}

/** The id alone could be another process's by now. */
function isAlive({ pid, start }: Leftover): boolean {
  return startOf(pid) === start;
}

/**
 * When a process started, in ticks of this boot of the machine; null when it has ended, or where
 * there is no /proc to ask. A zombie has ended.
 */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    // The name, in parentheses, may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '');
    const [state, ...fields] = stat.split(' ');
    return state === 'Z' ? null : `${boot}/${fields[18]}`;
  } catch {
    return null;
  }
}
