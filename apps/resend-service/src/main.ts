#!/usr/bin/env node
import { runApp } from '@webhooks/runtime';
import { isStoreThread, serveStoreThread } from '@webhooks/store';

import { startApp } from './app.ts';
import { readSettings } from './settings.ts';

// The same file is the program and, in a thread of it, the writer of large imports.
if (isStoreThread()) serveStoreThread();
else
  await runApp('resend-service', () =>
    startApp(readSettings(process.env), new URL(import.meta.url)),
  );
