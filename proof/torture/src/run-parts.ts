import path from 'node:path';

import { describeCommit, describeMachine, printReport, saveReport } from '@webhooks/proof-bench';

import type { Part, PartOptions } from './part/part.ts';
import { parts } from './parts.ts';
import { readArguments } from './read-arguments.ts';

/** Where results are kept. */
const RESULTS = path.resolve(import.meta.dirname, '../../../.torture');

/** Runs the parts that the command line names, or all of them, one after the other. */
export async function runParts(args: readonly string[]): Promise<void> {
  const known = parts.map(({ name }) => name);
  const { names, options } = readArguments(args, known);
  for (const part of parts) {
    if (names.length > 0 && !names.includes(part.name)) continue;
    console.log(`\n${part.name}: ${part.about}`);
    const obstacle = part.unavailable?.() ?? null;
    if (obstacle !== null) console.log(`NOT RUN: ${obstacle}`);
    const hasHeld = obstacle === null && (await runOne(part, options));
    if (!hasHeld) process.exitCode = 1;
  }
}

/** Answers whether everything held. */
async function runOne(part: Part, options: PartOptions): Promise<boolean> {
  const { name } = part;
  const command = replayCommand(name, options);
  console.log(`seed ${options.seed}: ${command}`);
  const at = new Date().toISOString();
  const commit = describeCommit();
  const startedMs = performance.now();
  const { violations, ...result } = await part.run(options, (line) => console.log(`  … ${line}`));
  const seconds = (performance.now() - startedMs) / 1000;
  const report = {
    ...result,
    name,
    at,
    command,
    machine: describeMachine(),
    commit,
    settings: { ...result.settings, form: options.form, seed: options.seed },
    figures: { ...result.figures, seconds },
    rounds: [],
    target: 'nothing that does not hold',
    met: violations.length === 0,
    violations,
  };
  for (const violation of violations) console.log(`DOES NOT HOLD  ${violation}`);
  printReport(report, console.log);
  console.log(`written to ${saveReport(report, RESULTS)}`);
  return report.met;
}

/** What runs the same again. */
export function replayCommand(name: string, options: PartOptions): string {
  return `npm run torture -- ${commandArguments(name, options).join(' ')}`;
}

/** The arguments of the program for that. */
export function commandArguments(name: string, options: PartOptions): string[] {
  const { form, seed, count, scene, minutes } = options;
  const short = form === 'short' ? ['--short'] : [];
  const counted = count === null ? [] : ['--count', `${count}`];
  const named = scene === undefined ? [] : ['--scene', scene];
  const limited = minutes === undefined ? [] : ['--minutes', `${minutes}`];
  return [name, '--seed', `${seed}`, ...short, ...counted, ...named, ...limited];
}
