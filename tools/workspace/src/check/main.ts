import { rmSync } from 'node:fs';
import path from 'node:path';

import { failAvoidableSkips } from '../avoidable-skips.ts';
import { readCheckOptions } from '../read-check-options.ts';
import { runCommand } from '../run-command.ts';
import { auditProduction } from '../supply-chain/audit.ts';
import { Tally } from '../tally.ts';
import { testProjects } from '../test-projects.ts';
import { resultFile } from '../test-result.ts';
import { StepTimes, type StepName } from './step-times.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const MINUTE_MS = 60_000;
/** Projects at once, on two cores: many tests wait more than they work. */
const TEST_LANES = 3;
/** Start every app and need the machine for themselves: steps of their own. */
const E2E = '@webhooks/proof-e2e';
const TORTURE = '@webhooks/proof-torture';

/** What is checked beside the tests, in order of how soon it answers. */
const checks: Readonly<Record<string, readonly string[]>> = {
  'lint by types, no cycles of imports': ['oxlint'],
  'no folders that import each other': ['node', 'tools/workspace/src/structure/main.ts'],
  'nothing stands twice': ['jscpd', '--silent'],
  'supply chain': ['node', 'tools/workspace/src/supply-chain/check-supply-chain.ts'],
  'contract breaks nothing': ['npm', 'run', '--silent', 'breaking', '--workspace=proto'],
  'API breaks nothing': ['node', 'tools/workspace/src/openapi/check-breaks.ts'],
  'generated code': ['npm', 'run', '--silent', 'generate:check', '--workspace=proto'],
  format: ['prettier', '--check', '--log-level=warn', '--no-color', '.'],
  // In one process: most of what linting a project takes is its start.
  lint: ['eslint', '.'],
  'types and build': ['nx', 'run-many', '--targets=typecheck,build', '--parallel=2'],
  'bundles start': ['node', 'tools/workspace/src/check-bundles.ts'],
  'packages and artefacts': ['node', 'tools/workspace/src/packages/check-packages.ts'],
};

/** A small one, of the library that needs no other. */
const FIRST_TEST = {
  project: '@webhooks/domain',
  folder: 'libs/domain',
  file: 'src/model/endpoint.test.ts',
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
async function checkAll(tally: Tally, times: StepTimes): Promise<void> {
  await times.measure('static checks', () => checkStatically(tally));
  const test = (step: StepName, projects: readonly string[], minutes: number, target = 'test') =>
    times.measure(step, () => runTests(tally, projects, minutes * MINUTE_MS, target));
  const others = testProjects(root).filter((project) => project !== E2E && project !== TORTURE);
  await test('unit and integration', others, 15);
  await test('end to end', [E2E], 22);
  await test('neighbours', [TORTURE], 10, 'neighbours');
  await test('torture', [TORTURE], 22);
}

async function checkStatically(tally: Tally): Promise<void> {
  for (const [name, [file = '', ...args]] of Object.entries(checks)) {
    tally.check(name, await step(name, file, args, 12 * MINUTE_MS));
  }
  await audit(tally);
}

async function audit(tally: Tally): Promise<void> {
  console.log('\n== audit');
  const { outcome, text } = await auditProduction(root);
  console.log(`${outcome}: ${text}`);
  if (outcome === 'skipped') tally.skip(`audit: ${text}`, 'packages not audited: no report');
  else tally.check('audit', outcome === 'passed');
}

/** Never from Nx's cache: a test that was not run has shown nothing of this machine. */
async function runTests(
  tally: Tally,
  projects: readonly string[],
  timeLimitMs: number,
  target: string,
): Promise<void> {
  for (const project of projects) rmSync(resultFile(root, project), { force: true });
  const args = ['run-many', `--targets=${target}`, `--parallel=${TEST_LANES}`, '--skip-nx-cache'];
  const endedWell = await step(
    'tests',
    'nx',
    [...args, `--projects=${projects.join(',')}`],
    timeLimitMs,
  );
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
  const times = new StepTimes();
  times.add('install', Number(process.env['INSTALL_SECONDS'] ?? 0));
  rmSync(path.join(root, '.test-results'), { recursive: true, force: true });
  if (installOnly) await checkInstallation(tally);
  else await checkAll(tally, times);
  const missingTools = (process.env['MISSING_TOOLS'] ?? '').split(',').filter(Boolean);
  if (complete) failAvoidableSkips(tally, missingTools);
  console.log(`\n${times.table().join('\n')}\n`);
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
