import { isHelpShown, runTool } from '@webhooks/tool-kit';

import { restore, USAGE } from './restore.ts';

if (!isHelpShown(USAGE)) {
  await runTool('restore', () => restore(process.argv.slice(2), process.env));
}
