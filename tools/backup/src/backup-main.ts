import { runTool } from '@webhooks/tool-kit';

import { backUp } from './back-up.ts';

await runTool('backup', () => backUp(process.argv.slice(2), process.env));
