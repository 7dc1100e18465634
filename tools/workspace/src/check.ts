import { rmSync } from 'node:fs';
import path from 'node:path';

import { failAvoidableSkips } from './avoidable-skips.ts';
import { readCheckOptions } from './read-check-options.ts';
import { runCommand } from './run-command.ts';
import { auditProduction } from './supply-chain/audit.ts';
import { Tally } from './tally.ts';
import { testProjects } from './test-projects.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const MINUTE_MS = 60_000;
/** One after the other, because each starts every app and needs the machine for itself. */
const RUN_ALONE = ['@webhooks/proof-e2e', '@webhooks/proof-torture'];

/** What is checked beside the tests, in order of how soon it answers. */
const checks: Readonly<Record<string, readonly string[]>> = {
  format: ['prettier', '--check', '--log-level=warn', '--no-color', '.'],
  'supply chain': ['node', 'tools/workspace/src/supply-chain/check-supply-chain.ts'],
  'contract breaks nothing': ['npm', 'run', '--silent', 'breaking', '--workspace=proto'],
  'generated code': ['npm', 'run', '--silent', 'generate:check', '--workspace=proto'],
  lint: ['nx', 'run-many', '--targets=lint', '--parallel=2'],
  typecheck: ['nx', 'run-many', '--targets=typecheck', '--parallel=2'],
  build: ['nx', 'run-many', '--targets=build', '--parallel=2'],
  'bundles start': ['node', 'tools/workspace/src/check-bundles.ts'],
};

/** A small one, of the library that needs no other. */
const FIRST_TEST = {
  project: '@webhooks/domain',
  folder: 'libs/domain',
  file: 'src/endpoint.test.ts',
};

/** Runs one unit test on what was installed. */
async function checkInstallation(tally: Tally): Promise<void> {
  console.log(`Node ${process.versions.node} (${process.execPath})`);
  const { project, folder, file } = FIRST_TEST;
  const reporter = '--reporter=@webhooks/tool-workspace/test-reporter';
  const args = ['--no-config', '--extension=ts', reporter, file];
  const cwd = path.join(root, folder);
  const endedWell = await runCommand({
    file: 'mocha',
    arguments: args,
    cwd,
    timeLimitMs: MINUTE_MS,
  });
  tally.tests(root, [project], endedWell);
}

/** Runs every check and every test. */
async function checkAll(tally: Tally): Promise<void> {
  for (const [name, [file = '', ...args]] of Object.entries(checks)) {
    tally.check(name, await step(name, file, args, 8 * MINUTE_MS));
  }
  await audit(tally);
  const projects = testProjects(root).filter((project) => !RUN_ALONE.includes(project));
  await runTests(tally, projects, 15 * MINUTE_MS);
  for (const project of RUN_ALONE) await runTests(tally, [project], 22 * MINUTE_MS);
}

async function audit(tally: Tally): Promise<void> {
  console.log('\n== audit');
  const { outcome, text } = await auditProduction(root);
  console.log(`${outcome}: ${text}`);
  if (outcome === 'skipped') tally.skip(`audit: ${text}`, 'packages not audited: no report');
  else tally.check('audit', outcome === 'passed');
}

async function runTests(
  tally: Tally,
  projects: readonly string[],
  timeLimitMs: number,
): Promise<void> {
  const args = ['run-many', '--targets=test', '--parallel=2', `--projects=${projects.join(',')}`];
  const endedWell = await step('tests', 'nx', args, timeLimitMs);
  tally.tests(root, projects, endedWell);
}

function step(
  name: string,
  file: string,
  args: readonly string[],
  timeLimitMs: number,
): Promise<boolean> {
  console.log(`\n== ${name}`);
  return runCommand({ file, arguments: args, cwd: root, timeLimitMs });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // What runs is in a group of its own; leaving by exit() ends it.
  process.once(signal, () => process.exit(1));
}

/** The last line counts everything, and any failure is a bad end. */
async function check(): Promise<void> {
  const { installOnly, complete } = readCheckOptions(process.argv.slice(2));
  const tally = new Tally();
  rmSync(path.join(root, '.test-results'), { recursive: true, force: true });
  if (installOnly) await checkInstallation(tally);
  else await checkAll(tally);
  const missingTools = (process.env['MISSING_TOOLS'] ?? '').split(',').filter(Boolean);
  if (complete) failAvoidableSkips(tally, missingTools);
  for (const skip of tally.skips) console.log(`SKIPPED  ${skip}`);
  for (const problem of tally.problems) console.error(`FAILED  ${problem}`);
  console.log(tally.summary());
  if (tally.problems.length > 0) process.exitCode = 1;
}

try {
  await check();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
