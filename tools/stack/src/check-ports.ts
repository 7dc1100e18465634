import { once } from 'node:events';
import { createServer } from 'node:net';

import { listen } from '@webhooks/runtime';

import type { StackOptions, StackPorts } from './programs/options.ts';
import { natsHost } from './programs/places.ts';

/** @throws StartupError for the first port that cannot be used, before anything is started. */
export async function checkPorts(
  options: Pick<StackOptions, 'host' | 'ports'>,
  needed: readonly (keyof StackPorts)[],
): Promise<void> {
  for (const setting of needed) {
    const server = createServer();
    const host = setting === 'NATS_PORT' ? natsHost(options) : options.host;
    await listen(server, { host, port: options.ports[setting], setting });
    server.close();
    await once(server, 'close');
  }
}
