import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { defaultPorts, type StackPorts } from '@webhooks/tool-stack';

/** Ports that nobody listens on, one for each part of the system. */
export async function freePorts(): Promise<StackPorts> {
  const names = Object.keys(defaultPorts);
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  await Promise.all(servers.map((server) => once(server, 'close')));
  return Object.fromEntries(names.map((name, at) => [name, ports[at]])) as unknown as StackPorts;
}
