import { parseArgs } from 'node:util';

import { StartupError } from '@webhooks/runtime';

import { acceptBenchmark } from './accept/accept-benchmark.ts';
import type { Benchmark, BenchmarkOptions } from './benchmark.ts';
import { bulkBenchmark } from './bulk/bulk-benchmark.ts';
import { printReport, saveReport } from './report/report.ts';

const benchmarks: readonly Benchmark[] = [bulkBenchmark, acceptBenchmark];

/** Runs the benchmarks that the command line names, or all of them, one after the other. */
export async function runBenchmarks(args: readonly string[]): Promise<void> {
  const { names, options } = readArguments(args);
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const benchmark of chosen) {
    console.log(`\n${benchmark.name}: ${benchmark.about}`);
    const result = await benchmark.run(options, (line) => console.log(`  … ${line}`));
    printReport(result, console.log);
    console.log(`written to ${saveReport(benchmark.name, result)}`);
  }
}

function readArguments(args: readonly string[]) {
  const { positionals, values } = parse(args);
  const unknown = positionals.filter((name) => !benchmarks.some((known) => known.name === name));
  if (unknown.length > 0) throw usage(`there is no benchmark ${unknown.join(', ')}`);
  const options: BenchmarkOptions = {
    events: readCount('events', values.events),
    rounds: readCount('rounds', values.rounds),
  };
  return { names: positionals, options };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { events: { type: 'string' }, rounds: { type: 'string' } },
    });
  } catch (error) {
    throw usage((error as Error).message);
  }
}

function readCount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,7}$/.test(text)) throw usage(`--${name} is a whole number from 1`);
  return Number(text);
}

function usage(problem: string): StartupError {
  const names = benchmarks.map(({ name }) => name).join('|');
  return new StartupError(
    `${problem}\nusage: npm run bench [-- [${names}] [--events N] [--rounds N]]`,
  );
}
