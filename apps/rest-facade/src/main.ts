#!/usr/bin/env node
import { runApp } from '@webhooks/runtime';

import { startRestFacade } from './app.ts';
import { readSettings } from './settings.ts';

await runApp('rest-facade', () => startRestFacade(readSettings(process.env)));
