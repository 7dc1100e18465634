import { acceptBenchmark } from './accept/accept-benchmark.ts';
import type { Benchmark } from './benchmark/benchmark.ts';
import { blackHoleBenchmark } from './black-hole/black-hole-benchmark.ts';
import { bulkBenchmark } from './bulk/bulk-benchmark.ts';
import { coldStartBenchmark } from './cold-start/cold-start-benchmark.ts';
import { exactlyOnceBenchmark } from './exactly-once/exactly-once-benchmark.ts';
import { exportBenchmark } from './export/export-benchmark.ts';
import { importBenchmark } from './import/import-benchmark.ts';
import { latencyBenchmark } from './latency/latency-benchmark.ts';
import { memoryBenchmark } from './memory/memory-benchmark.ts';
import { mixedBenchmark } from './mixed/mixed-benchmark.ts';
import { pagesBenchmark } from './pages/pages-benchmark.ts';
import { postBenchmark } from './post/post-benchmark.ts';
import { sampleBenchmark } from './sample/sample-benchmark.ts';

/** Every benchmark, in the order in which all of them are run. */
export const benchmarks: readonly Benchmark[] = [
  bulkBenchmark,
  mixedBenchmark,
  postBenchmark,
  latencyBenchmark,
  acceptBenchmark,
  pagesBenchmark,
  memoryBenchmark,
  importBenchmark,
  exportBenchmark,
  coldStartBenchmark,
  exactlyOnceBenchmark,
  sampleBenchmark,
  blackHoleBenchmark,
];
