import { once } from 'node:events';
import {
  constants,
  createServer,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';

import { ServiceSessionManager } from './service-session-manager.ts';
import { trackSending, type Sending } from './sending.ts';

describe('the connection to the core', () => {
  it('did not end the process when the core went away as a request came', async () => {
    const sessions: ServerHttp2Session[] = [];
    const server = createServer((_request, response) => void response.end());
    server.on('session', (session) => sessions.push(session));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const manager = new ServiceSessionManager(`http://127.0.0.1:${port}`);

    const first = await ask(manager);
    const session = first.session as ClientHttp2Session;
    await once(first.resume(), 'close');
    // Not by once(), which would listen to errors, too.
    const closed = new Promise<void>((resolve) => session.once('close', resolve));
    // At once, while the socket of the old connection is still closing.
    const again = new Promise<ClientHttp2Stream>((resolve) => {
      session.once('goaway', () => resolve(ask(manager)));
    });
    sessions[0]?.goaway();
    const second = await again;
    const [headers] = (await once(second, 'response')) as [Record<string, unknown>];
    expect(headers).to.have.property(':status', 200);
    expect(second.session).to.not.equal(session);
    await once(second.resume(), 'close');
    await closed;

    manager.abort();
    server.close();
    await once(server, 'close');
  });

  it('tells whether a call may have arrived', async () => {
    const server = createServer();
    server.on('stream', (stream, { ':path': path }) => {
      stream.on('error', () => {});
      if (path === '/refused') stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else stream.respond({ ':status': 200 }, { endStream: true });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const manager = new ServiceSessionManager(`http://127.0.0.1:${port}`);
    const mayHaveArrived = async (path: string): Promise<boolean> => {
      const sending: Sending = { mayHaveArrived: false };
      const send = () => manager.request('GET', path, {}, {});
      const stream = await trackSending(sending, send).catch(() => null);
      stream?.on('error', () => {}).resume();
      if (stream !== null && !stream.closed) {
        await new Promise((resolve) => stream.once('close', resolve));
      }
      return sending.mayHaveArrived;
    };
    expect(await mayHaveArrived('/'), 'answered').to.equal(true);
    expect(await mayHaveArrived('/refused'), 'refused by HTTP/2').to.equal(false);
    manager.abort();
    server.close();
    await once(server, 'close');
    expect(await mayHaveArrived('/'), 'nobody listens').to.equal(false);
  });
});

function ask(manager: ServiceSessionManager): Promise<ClientHttp2Stream> {
  return manager.request('GET', '/', {}, {});
}
