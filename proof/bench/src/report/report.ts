import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { BenchmarkResult } from '../benchmark/benchmark.ts';

/** Where results and profiles are kept. */
export const resultsDirectory = path.resolve(import.meta.dirname, '../../../../.bench');

/** A result with what it was measured on. */
export interface Report extends BenchmarkResult {
  readonly name: string;
  readonly at: string;
  readonly command: string;
  readonly machine: string;
  readonly commit: string;
}

/** Prints settings, every round, what follows from them, and the verdict. */
export function printReport(report: Report, print: (line: string) => void): void {
  print(`machine   ${report.machine}`);
  print(`commit    ${report.commit}`);
  print(`command   ${report.command}`);
  print(`settings  ${inOneLine(report.settings)}`);
  report.rounds.forEach((round, at) => print(`round ${at + 1}   ${inOneLine(round)}`));
  for (const [name, values] of Object.entries(report.series ?? {})) {
    print(`${name}: ${values.map(format).join(' ')}`);
  }
  print(`figures   ${inOneLine(report.figures)}`);
  print(`target    ${report.target}: ${report.met ? 'met' : 'NOT met'}`);
  print(`→ ${report.verdict}`);
}

/** Keeps a report as JSON and answers where. */
export function saveReport(report: Report, directory = resultsDirectory): string {
  const file = path.join(directory, `${report.name}-${report.at.replaceAll(/[:.]/g, '-')}.json`);
  mkdirSync(directory, { recursive: true });
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
