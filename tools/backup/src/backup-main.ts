import { isHelpShown, runTool } from '@webhooks/tool-kit';

import { backUp, USAGE } from './back-up.ts';

if (!isHelpShown(USAGE)) {
  await runTool('backup', () => backUp(process.argv.slice(2), process.env));
}
