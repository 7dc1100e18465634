import { acceptBenchmark } from './accept/accept-benchmark.ts';
import type { Benchmark } from './benchmark.ts';
import { bulkBenchmark } from './bulk/bulk-benchmark.ts';

/** Every benchmark, in the order in which all of them are run. */
export const benchmarks: readonly Benchmark[] = [bulkBenchmark, acceptBenchmark];
