import { isHelpShown, runTool } from '@webhooks/tool-kit';

import { reseal, USAGE } from './reseal.ts';

if (!isHelpShown(USAGE)) {
  await runTool('reseal', () => reseal(process.argv.slice(2), process.env));
}
