import { runApp } from '@webhooks/runtime';

import { startApp } from './app.ts';
import { readSettings } from './settings.ts';

await runApp('resend-service', () => startApp(readSettings(process.env)));
