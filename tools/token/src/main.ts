import { runTool } from '@webhooks/tool-kit';

import { printToken } from './print-token.ts';

await runTool('token', () => printToken(process.argv.slice(2), process.env));
