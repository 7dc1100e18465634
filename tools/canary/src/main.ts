import { runApp } from '@webhooks/runtime';
import { isHelpShown, readStackSecret, refuseArguments } from '@webhooks/tool-kit';

import { startCanary } from './canary.ts';
import { readSettings } from './settings.ts';

const USAGE =
  'usage: npm run canary   (its settings: docs/settings.md, "Sample receiver and canary")';

if (!isHelpShown(USAGE)) {
  await runApp('canary', () => {
    refuseArguments(USAGE);
    return startCanary(readSettings(process.env), {
      userSecret: readStackSecret(process.env, 'AUTH_HS256_SECRET'),
      serviceSecret: readStackSecret(process.env, 'AUTH_SERVICE_HS256_SECRET'),
    });
  });
}
