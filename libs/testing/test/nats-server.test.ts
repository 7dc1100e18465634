import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { createTempDir, startNatsServer, type NatsServer } from '../src/index.ts';

describe('startNatsServer', () => {
  it('greets with JetStream, and again on the same port after it was killed', async () => {
    await using server = await startNatsServer();
    const pid = server.pid;
    expect(await greeting(server)).to.include('"jetstream":true');
    await server.kill();
    expect(server.pid).to.equal(null);
    await server.start();
    expect(server.pid).not.to.equal(pid);
    expect(await greeting(server)).to.include(`"port":${server.port}`);
  });

  it('freezes and thaws', async () => {
    await using server = await startNatsServer();
    server.pause();
    const answer = greeting(server);
    expect(await Promise.race([answer, delay(100, 'silence')])).to.equal('silence');
    server.resume();
    expect(await answer).to.include('INFO');
  });

  it('ends a frozen server', async () => {
    const server = await startNatsServer();
    server.pause();
    await server.stop();
    expect(server.pid).to.equal(null);
    await server[Symbol.asyncDispose]();
  });

  it('removes its own store but leaves one that it was given', async () => {
    using dir = createTempDir();
    const own = await startNatsServer();
    const given = await startNatsServer({ storeDir: dir.file('kept') });
    await own[Symbol.asyncDispose]();
    await given[Symbol.asyncDispose]();
    expect(existsSync(own.storeDir)).to.equal(false);
    expect(existsSync(given.storeDir)).to.equal(true);
  });
});

async function greeting(server: NatsServer): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString();
}
