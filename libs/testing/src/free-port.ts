import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Ports of this run alone, as "FIRST-LAST", so that runs side by side do not meet. */
const ownPorts = readOwnPorts(process.env['TEST_PORTS']);
let next = ownPorts?.first ?? 0;

/**
 * A TCP port of the loopback address that nobody listened on a moment ago: the next one of
 * TEST_PORTS, or whichever the kernel gives.
 */
export async function freePort(): Promise<number> {
  if (ownPorts === null) return (await listenOn(0)) ?? freePort();
  const { first, last } = ownPorts;
  for (let tries = first; tries <= last; tries += 1) {
    const port = next;
    next = port === last ? first : port + 1;
    if ((await listenOn(port)) !== null) return port;
  }
  throw new Error(`no port from ${first} to ${last} is free`);
}

/** Null when somebody else listens there. */
async function listenOn(wanted: number): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return null;
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function readOwnPorts(text = ''): { readonly first: number; readonly last: number } | null {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  return first === undefined ? null : { first: Number(first), last: Number(last) };
}
