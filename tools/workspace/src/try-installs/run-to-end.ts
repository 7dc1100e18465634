import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Of what a command said, enough to see why it failed. */
const KEPT_CHARACTERS = 4_000;

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** When it is over, the command and all that it started are killed. */
  readonly timeLimitMs: number;
  /** Called with all that was said so far; the command is asked to end as soon as it answers true. */
  readonly isEnough?: (said: string) => boolean;
}

/** From SIGINT to SIGKILL. */
const STOP_LIMIT_MS = 30_000;

/**
 * Runs a command and answers all that it said, or that it was asked to end because it had said
 * enough.
 *
 * @throws Error with the end of what it said if it ends badly or takes too long.
 */
export async function runToEnd(
  file: string,
  args: readonly string[],
  { cwd, env, timeLimitMs, isEnough = () => false }: RunOptions,
): Promise<string> {
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const signal = (name: NodeJS.Signals): void => signalGroup(child.pid, name);
  const kill = (): void => signal('SIGKILL');
  let said = '';
  let stopped: NodeJS.Timeout | undefined;
  const keep = (chunk: Buffer): void => {
    said += String(chunk);
    if (stopped !== undefined || !isEnough(said)) return;
    // As Ctrl-C does it.
    signal('SIGINT');
    stopped = setTimeout(kill, STOP_LIMIT_MS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const limit = setTimeout(kill, timeLimitMs);
  // Before whoever else cleans up.
  process.prependOnceListener('exit', kill);
  try {
    const [code, by] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (stopped !== undefined || code === 0) return said;
    const end = by === null ? `ended with ${code}` : `was ended by ${by}`;
    throw new Error(`${file} ${args.join(' ')} ${end}:\n${said.slice(-KEPT_CHARACTERS)}`);
  } finally {
    clearTimeout(limit);
    clearTimeout(stopped);
    process.off('exit', kill);
    kill();
  }
}

function signalGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, signal);
  } catch {
    // Nothing was left.
  }
}
