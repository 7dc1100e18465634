import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { BenchmarkResult } from '../benchmark.ts';
import { describeMachine } from './machine.ts';

const directory = path.resolve(import.meta.dirname, '../../../../.bench');

/** Prints settings, every round, what follows from them, and the verdict. */
export function printReport(result: BenchmarkResult, print: (line: string) => void): void {
  print(`machine   ${describeMachine()}`);
  print(`settings  ${inOneLine(result.settings)}`);
  result.rounds.forEach((round, at) => print(`round ${at + 1}   ${inOneLine(round)}`));
  print(`figures   ${inOneLine(result.figures)}`);
  print(`→ ${result.verdict}`);
}

/** Keeps a result as JSON and answers where. */
export function saveReport(name: string, result: BenchmarkResult): string {
  const at = new Date().toISOString();
  const file = path.join(directory, `${name}-${at.replaceAll(/[:.]/g, '-')}.json`);
  mkdirSync(directory, { recursive: true });
  const report = { name, at, machine: describeMachine(), ...result };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return path.relative(process.cwd(), file);
}

function inOneLine(values: Readonly<Record<string, number | string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? format(value) : value}`)
    .join(', ');
}

function format(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 100 ? 2 : 0 });
}
