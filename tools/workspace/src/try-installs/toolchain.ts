import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { runToEnd } from './run-to-end.ts';

const FETCH_LIMIT_MS = 3 * 60_000;

/** Fetches an npm and a Node into a folder, and answers the directory of their programs. */
export async function fetchToolchain(folder: string, npm: string, node: string): Promise<string> {
  const own = path.join(folder, `npm-${npm}-node-${node}`);
  mkdirSync(own, { recursive: true });
  const packages = [`npm@${npm}`, `node-linux-${process.arch}@${node}`];
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  await runToEnd('npm', ['install', '--prefix', own, ...options, ...packages], {
    cwd: own,
    env: process.env,
    timeLimitMs: FETCH_LIMIT_MS,
  });
  return path.join(own, 'node_modules/.bin');
}
