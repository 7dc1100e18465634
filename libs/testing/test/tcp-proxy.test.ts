import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { expect } from 'chai';

import { startHttpReceiver, startTcpProxy, waitFor } from '../src/index.ts';

describe('startTcpProxy', () => {
  it('passes bytes on, swallows them as a black hole, and passes on what it held back', async () => {
    await using receiver = await startHttpReceiver();
    await using proxy = await startTcpProxy(receiver.port);
    const url = `http://127.0.0.1:${proxy.port}`;
    expect((await fetch(url)).status).to.equal(200);
    proxy.blackHole();
    const held = fetch(url);
    expect(await Promise.race([held, delay(100, 'silence')])).to.equal('silence');
    proxy.restore();
    expect((await held).status).to.equal(200);
  });

  it('swallows the bytes of one direction only', async () => {
    await using receiver = await startHttpReceiver();
    await using proxy = await startTcpProxy(receiver.port);
    proxy.blackHole('to-client');
    const answer = fetch(`http://127.0.0.1:${proxy.port}`);
    await waitFor(() => receiver.requests.length === 1, { what: 'the request' });
    expect(await Promise.race([answer, delay(100, 'silence')])).to.equal('silence');
    proxy.restore();
    expect((await answer).status).to.equal(200);
  });

  it('refuses connections until it is restored', async () => {
    await using receiver = await startHttpReceiver();
    await using proxy = await startTcpProxy(receiver.port);
    const url = `http://127.0.0.1:${proxy.port}`;
    proxy.refuse();
    expect(await fetch(url).catch(() => 'refused')).to.equal('refused');
    proxy.restore();
    expect((await fetch(url)).status).to.equal(200);
  });

  it('resets connections', async () => {
    await using receiver = await startHttpReceiver();
    await using proxy = await startTcpProxy(receiver.port);
    const socket = connect(proxy.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(socket, 'data');
    proxy.cut();
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).to.equal('ECONNRESET');
  });
});
