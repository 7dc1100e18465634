import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  /** When it is over, the command and all that it started are killed. */
  readonly timeLimitMs: number;
}

/** Runs a command on this terminal; true when it ended well and in time. */
export async function runCommand(command: Command): Promise<boolean> {
  // A group of its own, so that whatever it started can be ended with it.
  const child = spawn(command.file, command.arguments, {
    cwd: command.cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    // Nx asks its tasks for colours even where nobody sees them.
    env: process.stdout.isTTY ? process.env : { ...process.env, FORCE_COLOR: '0' },
  });
  const end = (): void => endGroup(child.pid);
  const timer = setTimeout(() => {
    console.error(`${command.file} took more than ${command.timeLimitMs / 1000} s`);
    end();
  }, command.timeLimitMs);
  process.once('exit', end);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0;
  } catch (error) {
    console.error(`${command.file} cannot be run: ${(error as Error).message}`);
    return false;
  } finally {
    clearTimeout(timer);
    process.off('exit', end);
    end();
  }
}

/** Ends what is left of a process group, if anything is. */
function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nothing was left.
  }
}
