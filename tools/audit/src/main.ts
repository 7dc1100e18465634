import { StartupError } from '@webhooks/runtime';
import { isHelpShown, runTool } from '@webhooks/tool-kit';

import { exportAudit } from './export-audit.ts';
import { verifyFile } from './verify-file.ts';

const USAGE = `usage: npm run audit -- export [--after ID]   the audit trail on standard output, one JSON object a line
       npm run audit -- verify FILE [--heads LOG]
                                              whether an export is unchanged (- for standard input), also by
                                              the ends of the chain that the service wrote to its log`;

if (!isHelpShown(USAGE)) {
  await runTool('audit', async () => {
    const [command, ...args] = process.argv.slice(2);
    if (command === 'export') return exportAudit(args, process.env);
    if (command !== 'verify') throw new StartupError(USAGE);
    if (!(await verifyFile(args, process.env))) process.exitCode = 1;
  });
}
