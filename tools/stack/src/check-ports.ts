import { once } from 'node:events';
import { createServer } from 'node:net';

import { listen } from '@webhooks/runtime';

import type { StackPorts } from './options.ts';

/** @throws StartupError for the first port that cannot be used, before anything is started. */
export async function checkPorts(
  ports: StackPorts,
  needed: readonly (keyof StackPorts)[],
): Promise<void> {
  for (const setting of needed) {
    const server = createServer();
    await listen(server, { host: '127.0.0.1', port: ports[setting], setting });
    server.close();
    await once(server, 'close');
  }
}
