import { once } from 'node:events';
import { createServer } from 'node:net';

import { expect } from 'chai';

import { freePort } from '../src/free-port.ts';
import { startProcess } from '../src/start-process.ts';

const file = new URL('free-ports.ts', import.meta.url).pathname;

describe('freePort', () => {
  it('answers ports that can be listened on', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it('takes one after the other of TEST_PORTS, and leaves out what is taken', async () => {
    const first = await threeFreePorts();
    const taken = createServer().listen(first + 1, '127.0.0.1');
    await once(taken, 'listening');
    const env = { TEST_PORTS: `${first}-${first + 2}` };
    await using asking = startProcess({ file, args: ['3'], env });
    await asking.exited;
    taken.close();
    expect(asking.lines).to.deep.equal([`${first}`, `${first + 2}`, `${first}`]);
  });

  it('says so when none is left', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    await using asking = startProcess({
      file,
      args: ['1'],
      env: { TEST_PORTS: `${port}-${port}` },
    });
    const { code } = await asking.exited;
    taken.close();
    expect(code).to.not.equal(0);
    expect(asking.lines.join('\n')).to.include(`no port from ${port} to ${port} is free`);
  });
});

/** The first of three in a row. */
async function threeFreePorts(): Promise<number> {
  const port = await freePort();
  const servers = [0, 1, 2].map((offset) => createServer().listen(port + offset, '127.0.0.1'));
  try {
    await Promise.all(servers.map((server) => once(server, 'listening')));
    return port;
  } catch {
    return await threeFreePorts();
  } finally {
    for (const server of servers) server.close();
  }
}
