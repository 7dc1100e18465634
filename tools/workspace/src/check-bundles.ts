import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const START_LIMIT_MS = 10_000;

/**
 * Starts a built app by plain Node without any setting. It runs if it says so in one line and ends
 * badly; a bundle that lacks something fails in another way.
 */
function problemOf(bundle: string): string | null {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle], {
    env: {},
    encoding: 'utf8',
    timeout: START_LIMIT_MS,
  });
  const refusesInOneLine = /^[\w-]+: .*SECRET.* is missing.*\n$/.test(stderr);
  if (status === 1 && stdout === '' && refusesInOneLine) return null;
  return `${path.relative(root, bundle)} does not start as it should:\n${stdout}${stderr}`;
}

const bundles = globSync('apps/*/dist/main.mjs', { cwd: root }).map((file) =>
  path.join(root, file),
);
const problems = bundles.map(problemOf).filter((problem) => problem !== null);
if (bundles.length === 0) problems.push('no app is built');
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
