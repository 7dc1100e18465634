import { readdirSync, readFileSync } from 'node:fs';

/** Of one look at the process until the next. */
const PAUSE_MS = 1;
const LIMIT_MS = 5_000;

/**
 * Stops a process (SIGSTOP) and returns when it stands still: on a busy machine its threads continue
 * for some time behind the signal. Throws when it still runs after five seconds. Only Linux tells.
 */
export function freezeProcess(pid: number): void {
  process.kill(pid, 'SIGSTOP');
  if (process.platform !== 'linux') return;
  const until = Date.now() + LIMIT_MS;
  while (!isStopped(pid)) {
    if (Date.now() > until) throw new Error(`Process ${pid} does not stop`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
}

/** Whether each of its threads stands still. */
function isStopped(pid: number): boolean {
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    // Behind the name in parentheses, which may hold any character.
    return stat.charAt(stat.lastIndexOf(')') + 2) === 'T';
  });
}
