import { runTool } from '@webhooks/tool-kit';

import { restore } from './restore.ts';

await runTool('restore', () => restore(process.argv.slice(2), process.env));
