import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';

import { expect } from 'chai';

import { startService, type TestService } from './support/service.ts';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
/** An empty SETTINGS frame. */
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

describe('the beginning of a connection to the RPC port', () => {
  let service: TestService;

  before(async () => {
    service = await startService();
  });

  after(() => service[Symbol.asyncDispose]());

  async function open(): Promise<Socket> {
    const socket = connect(service.app.rpcPort, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  /** All that comes until the other side ends the connection. */
  async function readAll(socket: Socket): Promise<string> {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (!socket.closed) await once(socket, 'close');
    return Buffer.concat(chunks).toString('latin1');
  }

  it('tells a client by HTTP/1.1 what is spoken here', async () => {
    const asked = request({
      port: service.app.rpcPort,
      host: '127.0.0.1',
      path: '/',
      method: 'POST',
    });
    asked.end('{}');
    const [answer] = await once(asked, 'response');
    expect(answer.statusCode).to.equal(505);
    expect(answer.headers).to.include({ connection: 'close' });
    const [body] = await once(answer, 'data');
    expect(String(body)).to.match(/^This port speaks HTTP\/2 .*gRPC.*\n$/);
  });

  for (const [title, bytes] of Object.entries({
    'a request in one piece': ['GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
    'a request letter by letter': [...'GET /'],
    'a method that begins like the preface': ['PROPFIND / HTTP/1.1\r\n\r\n'],
    'HTTP/1.0': ['POST /x HTTP/1.0\r\n\r\n'],
  })) {
    it(`answers ${title} once`, async () => {
      const socket = await open();
      const all = readAll(socket);
      for (const piece of bytes) socket.write(piece);
      expect(await all).to.match(/^HTTP\/1\.1 505 [^]*\r\n\r\nThis port[^\n]*\n$/);
    });
  }

  it('answers although much of the request is still to come', async () => {
    const socket = await open();
    const all = readAll(socket);
    socket.write(`POST / HTTP/1.1\r\ncontent-length: 60000\r\n\r\n${'x'.repeat(60_000)}`);
    expect(await all).to.match(/^HTTP\/1\.1 505 /);
  });

  it('closes what is neither', async () => {
    const socket = await open();
    const all = readAll(socket);
    socket.write(Buffer.from([0x16, 3, 1, 0, 5]));
    expect(await all).to.equal('');
  });

  it('takes the preface letter by letter', async () => {
    const socket = await open();
    socket.setNoDelay(true);
    for (const letter of PREFACE) {
      socket.write(letter);
      await new Promise(setImmediate);
    }
    socket.write(SETTINGS);
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first[3], 'a SETTINGS frame').to.equal(4);
    socket.destroy();
  });

  it('closes a connection after five seconds that sends nothing, half a preface, or drips it', async () => {
    async function closedAfterMs(send: (socket: Socket) => () => void): Promise<number> {
      const socket = await open();
      const startedMs = performance.now();
      const stop = send(socket);
      await readAll(socket);
      stop();
      return performance.now() - startedMs;
    }
    const nothing = () => () => undefined;
    const half = (socket: Socket) => {
      socket.write(PREFACE.slice(0, 12));
      return () => undefined;
    };
    const drips = (socket: Socket) => {
      let sent = 0;
      const drip = setInterval(() => {
        if (sent < PREFACE.length - 1) socket.write(PREFACE[sent++] ?? '');
      }, 400);
      return () => clearInterval(drip);
    };
    for (const afterMs of await Promise.all([nothing, half, drips].map(closedAfterMs))) {
      expect(afterMs).to.be.within(4_900, 7_000);
    }
  });
});
