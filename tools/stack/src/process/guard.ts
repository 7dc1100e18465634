import { spawn } from 'node:child_process';

/** Ends processes when this one is killed and cannot do it itself. */
export interface Guard extends Disposable {
  watch(pid: number): void;
  /** To be called when a process has ended: its id may become another one's. */
  forget(pid: number): void;
}

/**
 * Reads process ids, each behind a + or a -, until its input closes, which it also does when this
 * process dies.
 */
const SCRIPT = `
pids=
while read -r sign pid; do
  others=
  for other in $pids; do [ "$other" = "$pid" ] || others="$others $other"; done
  pids=$others
  [ "$sign" = + ] && pids="$pids $pid"
done
[ -z "$pids" ] && exit
kill -TERM $pids 2>/dev/null
waited=0
while [ $waited -lt 20 ]; do
  alive=
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit
  sleep 0.5
  waited=$((waited + 1))
done
kill -KILL $pids 2>/dev/null
`;

/** From the death of this process until the guard has ended the others by force. */
export const GUARD_LIMIT_MS = 10_000;

/** Starts a guard; it goes when it is disposed. */
export function startGuard(): Guard {
  // A group of its own: what ends this group must not end the guard first.
  const shell = spawn('sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  shell.stdin.on('error', () => {});
  return {
    watch: (pid) => void shell.stdin.write(`+ ${pid}\n`),
    forget: (pid) => void shell.stdin.write(`- ${pid}\n`),
    [Symbol.dispose]: () => void shell.kill('SIGKILL'),
  };
}
