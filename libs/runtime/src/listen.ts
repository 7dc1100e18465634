import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

import { StartupError } from './startup-error.ts';

/** Where a server listens. */
export interface ListenOptions {
  readonly host: string;
  /** 0 asks the system for a free port. */
  readonly port: number;
  /** Environment variable that moves it; named when the port cannot be had. */
  readonly setting?: string;
}

/**
 * Lets an HTTP or HTTP/2 server listen and answers with its port.
 *
 * @throws StartupError when the port is taken or may not be used.
 */
export async function listen(server: Server, options: ListenOptions): Promise<number> {
  const { host, port, setting } = options;
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    const hint = setting === undefined ? '' : ` (${setting})`;
    throw new StartupError(`${reason(error, host, port)}${hint}`, { cause: error });
  }
  return (server.address() as AddressInfo).port;
}

function reason(error: unknown, host: string, port: number): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `port ${port} is already in use`;
  if (code === 'EACCES') return `port ${port} may not be opened by this user`;
  if (code === 'EADDRNOTAVAIL') return `${host} is not an address of this machine`;
  return `cannot listen on ${host}:${port}: ${message}`;
}
