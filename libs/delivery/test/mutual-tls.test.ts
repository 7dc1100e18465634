import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type SecureVersion, type TLSSocket } from 'node:tls';

import { expect } from 'chai';

import {
  as,
  callerAuthority,
  ofCaller,
  ofNobody,
  ofReceiver,
  receiverName,
} from './support/certificates.ts';
import { answer, startRawReceiver } from './support/raw-receiver.ts';
import { testSender, webhook } from './support/test-sender.ts';

const ok = answer('200 OK', {}, 'ok');
const receiverCertificate = ofReceiver();
const one = ofCaller('one.example');
const other = ofCaller('other.example');
const wrong = ofNobody();

/** A receiver that takes what the authority of callers signed, and says whom it saw. */
async function startStrictReceiver(options: { maxVersion?: SecureVersion } = {}) {
  const seen: string[] = [];
  let resumed = 0;
  const server = createServer({
    ...receiverCertificate,
    ca: [callerAuthority.cert],
    requestCert: true,
    rejectUnauthorized: true,
    ...options,
  });
  let bytes = 0;
  const connections = new Set<TLSSocket>();
  server.on('secureConnection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    if (socket.isSessionReused()) resumed += 1;
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      bytes += data.length;
      seen.push(String(socket.getPeerCertificate().subject?.CN));
      socket.write(ok);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${receiverName}:${port}/hook`,
    seen,
    bytes: () => bytes,
    resumed: () => resumed,
    renew: () => server.setSecureContext({ ...ofReceiver(), ca: [callerAuthority.cert] }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      for (const connection of connections) connection.destroy();
      await once(server, 'close');
    },
  };
}

for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  describe(`sending over mutual ${maxVersion}`, () => {
    it('shows the certificate that it is given', async () => {
      await using receiver = await startStrictReceiver({ maxVersion });
      await using own = testSender();
      const outcome = await own.send({ ...webhook(receiver.url), tls: as('one', one) });
      expect(outcome).to.include({ errorClass: null, httpStatus: 200 });
      expect(receiver.seen).to.deep.equal(['one.example']);
    });

    it('is refused without one, and nothing of a request is read there', async () => {
      await using receiver = await startStrictReceiver({ maxVersion });
      await using own = testSender();
      const outcome = await own.send({ ...webhook(receiver.url), tls: as('none', null) });
      const errorClass = maxVersion === 'TLSv1.2' ? 'tls' : 'client_certificate_refused';
      expect(outcome).to.include({ errorClass, httpStatus: null });
      expect(receiver.bytes()).to.equal(0);
    });

    it('shares no connection and no session between two identities', async () => {
      await using receiver = await startStrictReceiver({ maxVersion });
      await using own = testSender({ connectionMaxAgeMs: 0 });
      const identities = [as('one', one), as('other', other)];
      for (let count = 0; count < 10; count += 1) {
        for (const tls of identities)
          await own.send({ ...webhook(receiver.url), accountId: 1, tls });
      }
      const expected = Array.from({ length: 10 }, () => ['one.example', 'other.example']).flat();
      expect(receiver.seen).to.deep.equal(expected);
      expect(receiver.resumed()).to.equal(18);
    });

    it('keeps the connections of two identities apart while both are kept', async () => {
      await using receiver = await startStrictReceiver({ maxVersion });
      await using own = testSender();
      const expected: string[] = [];
      for (let count = 0; count < 6; count += 1) {
        const [name, pair] =
          count % 2 === 0 ? (['one', one] as const) : (['other', other] as const);
        await own.send({ ...webhook(receiver.url), accountId: 1, tls: as(name, pair) });
        expected.push(`${name}.example`);
      }
      expect(receiver.seen).to.deep.equal(expected);
    });

    it('goes on without a failure while the receiver renews its own certificate', async () => {
      await using receiver = await startStrictReceiver({ maxVersion });
      await using own = testSender({ connectionMaxAgeMs: 5, connectionsPerOrigin: 8 });
      let left = 200;
      const failures: (string | null)[] = [];
      const line = async (): Promise<void> => {
        while (left-- > 0) {
          if (left % 50 === 0) receiver.renew();
          const outcome = await own.send({ ...webhook(receiver.url), tls: as('one', one) });
          if (outcome.errorClass !== null) failures.push(outcome.errorMessage);
        }
      };
      await Promise.all(Array.from({ length: 8 }, line));
      expect(failures).to.deep.equal([]);
      expect(new Set(receiver.seen)).to.deep.equal(new Set(['one.example']));
    });
  });
}

describe('trust anchors', () => {
  it('are trusted beside others, for those alone that have them', async () => {
    await using receiver = await startRawReceiver({
      tls: receiverCertificate,
      onRequest: (socket) => socket.write(ok),
    });
    await using own = testSender();
    const trusting = { ...webhook(receiver.url), tls: as('none', null) };
    expect((await own.send(trusting)).errorClass).to.equal(null);
    expect((await own.send(webhook(receiver.url))).errorClass).to.equal('tls');
    expect(receiver.received).to.equal(1);
  });

  it('are not lost with an identity that is shown to a receiver whom nobody trusts', async () => {
    await using receiver = await startStrictReceiver();
    await using own = testSender();
    const tls = { ...as('one', one), trustAnchors: null };
    const outcome = await own.send({ ...webhook(receiver.url), tls });
    expect(outcome).to.include({ errorClass: 'tls', httpStatus: null });
    expect(receiver.bytes()).to.equal(0);
  });
});

describe('a certificate of ours that cannot be read', () => {
  it('fails the attempt, and sends nothing', async () => {
    await using receiver = await startStrictReceiver();
    await using own = testSender();
    const tls = as('one', { cert: one.cert, key: wrong.key });
    const outcome = await own.send({ ...webhook(receiver.url), tls });
    expect(outcome.errorClass).to.equal('tls');
    expect(receiver.bytes()).to.equal(0);
  });
});
