import { spawnSync } from 'node:child_process';

/** Whether strace works here. Containers may forbid it, and not everybody has the program. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-qqq', '-o', '/dev/null', 'true']).status === 0;
}
