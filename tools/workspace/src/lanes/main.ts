import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { writeResult, type TestResult } from '../test-result.ts';
import { planLanes, type LaneSettings } from './lane-plan.ts';
import { runFile, type FileRun } from './run-file.ts';

/** One more than the smallest machine of the checks has processors: there is much to wait for. */
const LANES = 3;
const root = path.resolve(import.meta.dirname, '../../../..');

/**
 * Runs the test files of the project in this folder side by side, each in a process of its own, and
 * leaves their results as one. Files wait for servers more than they work.
 */
async function runLanes(): Promise<void> {
  const { name } = readJson('package.json') as { name: string };
  const project = { root, folder: process.cwd(), name };
  const files = globSync('test/**/*.test.ts').toSorted();
  const plan = planLanes(files, readJson('test/lanes.json') as LaneSettings);
  const waiting = [...plan.together];
  const runs: FileRun[] = [];
  const work = async (lane: number): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const run = await runFile(file, project, lane);
      console.log(`\n${run.file} (lane ${lane + 1}, ${run.seconds.toFixed(1)} s)\n${run.output}`);
      runs.push(run);
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => work(lane)));
  waiting.push(...plan.alone);
  await work(0);
  writeResult(root, name, sumOf(runs.map(({ result }) => result)));
  report(runs);
}

function sumOf(results: readonly TestResult[]): TestResult {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.flatMap(({ failed }) => failed),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

/** Seconds of each file, so that lanes.json can be kept up, and what failed. */
function report(runs: readonly FileRun[]): void {
  const bySeconds = runs.toSorted((one, other) => other.seconds - one.seconds);
  for (const { file, seconds } of bySeconds)
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${file}`);
  const failed = runs.flatMap(({ result }) => result.failed);
  for (const test of failed) console.error(`FAILED  ${test}`);
  if (failed.length > 0) process.exitCode = 1;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

await runLanes();
