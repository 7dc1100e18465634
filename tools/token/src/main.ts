import { isHelpShown, runTool } from '@webhooks/tool-kit';

import { printToken } from './print-token.ts';
import { USAGE } from './token-request.ts';

if (!isHelpShown(USAGE)) {
  await runTool('token', () => printToken(process.argv.slice(2), process.env));
}
