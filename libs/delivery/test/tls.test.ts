import { once } from 'node:events';
import type { LookupFunction } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';

import { createCertificate, waitFor, type Certificate } from '@webhooks/testing';
import { expect } from 'chai';

import { answer, startRawReceiver } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const dayMs = 86_400_000;
const name = 'merchant.example';
const ok = answer('200 OK', {}, 'ok');

const trusted = certificate();
const foreign = certificate();

/** A receiver over TLS that counts the handshakes which resumed a session. */
async function startSecureReceiver({ key, cert }: Certificate = trusted) {
  let resumed = 0;
  const receiver = await startRawReceiver({
    tls: { key, cert },
    onConnection: (socket) => {
      if ((socket as TLSSocket).isSessionReused()) resumed += 1;
    },
    onRequest: (socket) => socket.write(ok),
  });
  return {
    receiver,
    url: `https://${name}:${receiver.port}/hook`,
    resumed: () => resumed,
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
}

function sender(options: Parameters<typeof testSender>[0] = {}) {
  return testSender({ guard: loopbackGuard, trustedCertificates: [trusted.cert], ...options });
}

describe('sending over TLS', () => {
  it('keeps one connection for sixty requests one after another', async () => {
    await using secure = await startSecureReceiver();
    await using own = sender();
    for (let count = 0; count < 60; count += 1) {
      expect((await own.send(webhook(secure.url))).errorClass).to.equal(null);
    }
    expect(secure.receiver.accepted).to.equal(1);
  });

  it('opens no more connections than are at work at once', async () => {
    await using secure = await startSecureReceiver();
    await using own = sender({ connectionsPerOrigin: 64 });
    let left = 400;
    const line = async (): Promise<void> => {
      while (left-- > 0) await own.send(webhook(secure.url));
    };
    await Promise.all(Array.from({ length: 32 }, line));
    expect(secure.receiver.requests).to.have.length(400);
    expect(secure.receiver.accepted).to.be.at.most(32);
  });

  it('resumes the session of its origin on every connection after the first', async () => {
    await using secure = await startSecureReceiver();
    await using own = sender({ connectionMaxAgeMs: 0 });
    for (let count = 0; count < 20; count += 1) await own.send(webhook(secure.url));
    expect([secure.receiver.accepted, secure.resumed()]).to.deep.equal([20, 19]);
  });

  it('keeps a connection behind large bodies, which leave it in many writes', async () => {
    await using secure = await startSecureReceiver();
    await using own = sender();
    const body = Buffer.alloc(1024 * 1024, 'x');
    for (let count = 0; count < 5; count += 1) await own.send({ ...webhook(secure.url), body });
    expect([secure.receiver.accepted, secure.receiver.received]).to.deep.equal([1, 5]);
  });

  it('trusts no foreign certificate, whatever the environment says', async () => {
    const variable = 'NODE_TLS_REJECT_UNAUTHORIZED';
    const before = process.env[variable];
    await using secure = await startSecureReceiver(foreign);
    process.env[variable] = '0';
    try {
      await using own = sender();
      const outcome = await own.send(webhook(secure.url));
      expect(outcome).to.include({ errorClass: 'tls', httpStatus: null });
      expect(secure.receiver.bytes).to.equal(0);
    } finally {
      if (before === undefined) delete process.env[variable];
      else process.env[variable] = before;
    }
  });

  it('names its receiver without the dot of a full name', async () => {
    const asked: string[] = [];
    const server = createServer({
      ...trusted,
      SNICallback: (servername, callback) => {
        asked.push(servername);
        callback(null);
      },
    });
    server.on('secureConnection', (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(ok));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    try {
      await using own = sender();
      const outcome = await own.send(webhook(`https://${name}.:${port}/`));
      expect(outcome.errorClass).to.equal(null);
      expect(asked).to.deep.equal([name]);
    } finally {
      server.close();
    }
  });

  it('closes what it keeps when it is disposed', async () => {
    await using secure = await startSecureReceiver();
    await using own = sender();
    await own.send(webhook(secure.url));
    await own[Symbol.asyncDispose]();
    await waitFor(() => secure.receiver.open === 0, { what: 'the connection to be closed' });
  });
});

function certificate(): Certificate {
  return createCertificate({
    name,
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
  });
}

const toLoopback: LookupFunction = (_name, { all }, callback) => {
  if (all === true) process.nextTick(callback, null, [{ address: '127.0.0.1', family: 4 }]);
  else process.nextTick(callback, null, '127.0.0.1', 4);
};

const loopbackGuard = { judgeUrl: () => null, lookup: toLoopback };
