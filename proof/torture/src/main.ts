import { runTool } from '@webhooks/tool-kit';

import { runParts } from './run-parts.ts';

await runTool('torture', () => runParts(process.argv.slice(2)));
