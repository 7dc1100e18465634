import { runTool } from '@webhooks/tool-kit';

import { runBenchmarks } from './run-benchmarks.ts';

await runTool('bench', () => runBenchmarks(process.argv.slice(2)));
