import type { LookupFunction } from 'node:net';

import { expect } from 'chai';

import { createCertificate } from './certificate.ts';
import { answer, startRawReceiver } from './raw-receiver.ts';
import { testSender, webhook } from './test-sender.ts';

const dayMs = 86_400_000;
const name = 'merchant.example';

describe('sending over TLS', () => {
  it('reaches a receiver with a certificate that is trusted, and keeps the connection', async () => {
    const tls = createCertificate({
      name,
      notBefore: new Date(Date.now() - dayMs),
      notAfter: new Date(Date.now() + dayMs),
    });
    await using receiver = await startRawReceiver({
      tls,
      onRequest: (socket) => socket.write(answer('200 OK', {})),
    });
    await using sender = testSender({ guard: loopbackGuard, trustedCertificates: [tls.cert] });
    const url = `https://${name}:${receiver.port}/hook`;
    const first = await sender.send(webhook(url));
    const second = await sender.send(webhook(url));
    expect([first.errorClass, second.errorClass]).to.deep.equal([null, null]);
    expect(receiver.accepted).to.equal(1);
  });
});

const toLoopback: LookupFunction = (_name, { all }, callback) => {
  if (all === true) process.nextTick(callback, null, [{ address: '127.0.0.1', family: 4 }]);
  else process.nextTick(callback, null, '127.0.0.1', 4);
};

const loopbackGuard = { judgeUrl: () => null, lookup: toLoopback };
