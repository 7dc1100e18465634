import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { readResult, resultFile, type TestResult } from '../test-result.ts';

/** Ports that each lane has for itself, below those that the kernel gives to connections. */
const LANE_PORTS = { first: 20_000, count: 4_000 } as const;

/** Whose tests are run. */
export interface TestedProject {
  readonly root: string;
  readonly folder: string;
  readonly name: string;
}

/** What came of a test file. */
export interface FileRun {
  readonly file: string;
  readonly seconds: number;
  readonly output: string;
  readonly result: TestResult;
}

/**
 * Runs a test file of a project by mocha, in a process of its own. One that leaves no result, or ends
 * badly without a failed test, counts as one failure.
 */
export async function runFile(
  file: string,
  project: TestedProject,
  lane: number,
): Promise<FileRun> {
  const { root, folder, name } = project;
  const resultName = `${name}/${file}`;
  rmSync(resultFile(root, resultName), { force: true });
  const first = LANE_PORTS.first + lane * LANE_PORTS.count;
  const startedMs = performance.now();
  const child = spawn('mocha', [...mochaArguments(root), file], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ ...process.env, FORCE_COLOR: '0', TEST_RESULT: resultName, BUILT_APPS: 'true' },
      TEST_PORTS: `${first}-${first + LANE_PORTS.count - 1}`,
    },
  });
  let output = '';
  const keep = (text: string): void => void (output += text);
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const [code] = (await once(child, 'close')) as [number | null];
  const result = readResult(root, resultName);
  const seconds = (performance.now() - startedMs) / 1000;
  return { file, seconds, output, result: judged(file, result, code === 0) };
}

function judged(file: string, result: TestResult | null, endedWell: boolean): TestResult {
  if (result === null) return { passed: 0, failed: [`${file}: no result`], skipped: [] };
  if (endedWell || result.failed.length > 0) return result;
  return { ...result, failed: [`${file}: the run ended badly`] };
}

/** What .mocharc.json says, but for the files. */
function mochaArguments(root: string): string[] {
  const text = readFileSync(path.join(root, '.mocharc.json'), 'utf8');
  const { spec: _spec, ...options } = JSON.parse(text) as Record<string, unknown>;
  const settings = Object.entries(options).filter(([, value]) => value !== false);
  return [
    ...['--no-config', '--no-package'],
    ...settings.map(([name, value]) =>
      value === true ? `--${name}` : `--${name}=${String(value)}`,
    ),
  ];
}
