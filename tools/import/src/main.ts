import { isHelpShown, runTool } from '@webhooks/tool-kit';

import { importFile, USAGE } from './import-file.ts';

if (!isHelpShown(USAGE)) {
  await runTool('import', async () => {
    const clean = await importFile(process.argv.slice(2), process.env);
    if (!clean) process.exitCode = 1;
  });
}
