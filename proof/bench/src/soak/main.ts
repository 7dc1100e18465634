import { runTool } from '@webhooks/tool-kit';

import { runSoak } from './run-soak.ts';

await runTool('soak', () => runSoak(process.argv.slice(2)));
