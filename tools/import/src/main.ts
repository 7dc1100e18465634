import { runTool } from '@webhooks/tool-kit';

import { importFile } from './import-file.ts';

await runTool('import', async () => {
  const clean = await importFile(process.argv.slice(2), process.env);
  if (!clean) process.exitCode = 1;
});
