import { runTool } from '@webhooks/tool-kit';

import { reseal } from './reseal.ts';

await runTool('reseal', () => reseal(process.argv.slice(2), process.env));
