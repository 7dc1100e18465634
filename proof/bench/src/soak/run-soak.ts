import { readArguments } from '../read-arguments.ts';
import { runBenchmark } from '../run-benchmarks.ts';
import { readMinutes } from './read-arguments.ts';
import { soakBenchmark } from './soak-benchmark.ts';

/** Runs the soak, which takes too long to stand among the benchmarks. */
export async function runSoak(args: readonly string[]): Promise<void> {
  const minutes = readMinutes(args);
  const options = { ...readArguments([], []).options, seconds: minutes * 60 };
  await runBenchmark(soakBenchmark, options, `npm run soak -- --minutes ${minutes}`);
}
