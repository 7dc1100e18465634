import { runApp } from '@webhooks/runtime';
import { readStackSecret } from '@webhooks/tool-kit';

import { startCanary } from './canary.ts';
import { readSettings } from './settings.ts';

await runApp('canary', () =>
  startCanary(readSettings(process.env), {
    userSecret: readStackSecret(process.env, 'AUTH_HS256_SECRET'),
    serviceSecret: readStackSecret(process.env, 'AUTH_SERVICE_HS256_SECRET'),
  }),
);
