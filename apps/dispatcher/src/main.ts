import { runApp } from '@webhooks/runtime';

import { startApp } from './app.ts';
import { readSettings } from './settings.ts';

await runApp('dispatcher', () => startApp(readSettings(process.env)));
