import { runApp } from '@webhooks/runtime';

import { startReceiver } from './receiver.ts';
import { readSettings } from './settings.ts';

await runApp('receiver', () => startReceiver(readSettings(process.env), console.log));
