import { spawnSync } from 'node:child_process';

/** Whether strace works here. Containers may forbid it, and not everybody has the program. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-qqq', '-o', '/dev/null', 'true']).status === 0;
}

/** Whether strace may follow a process that it did not start, which takes more rights. */
export function canAttach(): boolean {
  const script = 'sleep 1 & exec strace -qqq -o /dev/null -p $!';
  return spawnSync('sh', ['-c', script], { stdio: 'ignore' }).status === 0;
}
