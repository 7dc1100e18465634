import { availableParallelism } from 'node:os';
import path from 'node:path';

import { runCommand } from '../run-command.ts';
import { affectedProjects, type AffectedProject } from './affected-projects.ts';
import { baseOf, changedFiles } from './changed-files.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
/** Far more than it takes on two idle processors; people share theirs with other work. */
const STEP_LIMIT_MS = 15 * 60_000;

/**
 * Checks what a change affects, for people at work: format, lint, types and unit tests. What starts
 * servers, in the `test` folders, is left to `npm test`.
 */
async function checkChanges(): Promise<void> {
  const base = baseOf(root);
  const projects = affectedProjects(root, base);
  const failed: string[] = [];
  const check = async (name: string, check: () => Promise<boolean>): Promise<void> => {
    console.log(`\n== ${name}`);
    if (!(await check())) failed.push(name);
  };
  await check('format', () => formats(changedFiles(root, base)));
  if (projects.length > 0) {
    await check('lint', () => lints(projects));
    await check('types', () => typechecks(projects));
    await check('unit tests', () => unitTests(projects));
  }
  console.log(`\nAffected: ${projects.map(({ name }) => name).join(', ') || 'no project'}`);
  console.log(failed.length === 0 ? 'All is well.' : `FAILED  ${failed.join(', ')}`);
  if (failed.length > 0) process.exitCode = 1;
}

function formats(files: readonly string[]): Promise<boolean> {
  if (files.length === 0) return Promise.resolve(true);
  const options = ['--check', '--log-level=warn', '--ignore-unknown', '--no-color'];
  return run('prettier', [...options, ...files]);
}

/** All projects in one process: most of what linting a project takes is its start. */
async function lints(projects: readonly AffectedProject[]): Promise<boolean> {
  const folders = projects.map(({ folder }) => folder);
  const byTypes = await run('oxlint', folders);
  return (await run('eslint', ['--no-error-on-unmatched-pattern', ...folders])) && byTypes;
}

function typechecks(projects: readonly AffectedProject[]): Promise<boolean> {
  const names = projects.map(({ name }) => name).join(',');
  const parallel = `--parallel=${availableParallelism()}`;
  return run('nx', ['run-many', '--targets=typecheck', parallel, `--projects=${names}`]);
}

/** As many projects at once as there are processors; one that fails does not end the others. */
async function unitTests(projects: readonly AffectedProject[]): Promise<boolean> {
  const waiting = projects.filter(({ hasUnitTests }) => hasUnitTests);
  let areGood = true;
  const work = async (): Promise<void> => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      const args = ['--ignore=test/**', '--reporter=dot'];
      if (!(await run('mocha', args, project.folder))) areGood = false;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return areGood;
}

function run(file: string, args: readonly string[], folder = '.'): Promise<boolean> {
  const cwd = path.join(root, folder);
  return runCommand({ file, arguments: args, cwd, timeLimitMs: STEP_LIMIT_MS });
}

try {
  await checkChanges();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
