import type { Benchmark, BenchmarkOptions } from './benchmark/benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { readArguments } from './read-arguments.ts';
import { describeCommit, describeMachine } from './report/machine.ts';
import { printReport, saveReport, type Report } from './report/report.ts';

/** Runs the benchmarks that the command line names, or all of them, one after the other. */
export async function runBenchmarks(args: readonly string[]): Promise<void> {
  const known = benchmarks.map(({ name }) => name);
  const { names, options } = readArguments(args, known);
  const chosen = benchmarks.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const benchmark of chosen) {
    await runBenchmark(benchmark, options, `npm run bench -- ${args.join(' ')}`);
  }
}

/** Runs one, and prints and keeps what came of it with the command that asked for it. */
export async function runBenchmark(
  benchmark: Benchmark,
  options: BenchmarkOptions,
  command: string,
): Promise<void> {
  console.log(`\n${benchmark.name}: ${benchmark.about}`);
  const report = await runOne(benchmark, options, command);
  printReport(report, console.log);
  console.log(`written to ${saveReport(report)}`);
  if (benchmark.isProof === true && !report.met) process.exitCode = 1;
}

async function runOne(
  benchmark: Benchmark,
  options: BenchmarkOptions,
  command: string,
): Promise<Report> {
  const at = new Date().toISOString();
  const commit = describeCommit();
  const result = await benchmark.run(options, (line) => console.log(`  … ${line}`));
  return { name: benchmark.name, at, command, machine: describeMachine(), commit, ...result };
}
