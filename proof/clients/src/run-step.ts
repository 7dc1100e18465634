import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';

import type { Step } from './generated-client.ts';

/** One that downloads a compiler's worth of packages takes its time. */
const LIMIT_MS = 15 * 60_000;

/** Runs a step to its end and answers what it printed; rejects with all of it when it fails. */
export async function runStep(
  { command: [file = '', ...args], directory = '.' }: Step,
  scratch: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(file, args, {
    cwd: path.join(scratch, directory),
    // The workspace's own npm settings would install into the workspace.
    env: { ...withoutNpm(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  const { promise: code, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('error', reject);
  child.on('close', resolve);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await code) === 0) return out;
  const end = `${out}${err}`.slice(-4_000);
  throw new Error(`${[file, ...args].join(' ')} ended with ${child.exitCode}:\n${end}`);
}

/** Says whether a program is on the search path. */
export function isInstalled(program: string): boolean {
  const found = spawnSync('sh', ['-c', 'command -v "$0"', program], { stdio: 'ignore' });
  return found.status === 0;
}

function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^npm_(?!config_registry$)/i.test(name) && name !== 'INIT_CWD',
  );
  return Object.fromEntries(kept);
}
