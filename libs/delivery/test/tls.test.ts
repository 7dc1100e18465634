import type { LookupFunction } from 'node:net';
import type { TlsOptions } from 'node:tls';

import type { AttemptOutcome } from '@webhooks/domain';
import { waitFor } from '@webhooks/testing';
import { expect } from 'chai';

import type { UndiciSenderOptions } from '../src/index.ts';
import { createCertificate } from './certificate.ts';
import {
  answer,
  startRawReceiver,
  type RawReceiver,
  type RawReceiverOptions,
} from './raw-receiver.ts';
import { testSender, webhook } from './test-sender.ts';

const dayMs = 86_400_000;
const name = 'merchant.example';
const valid = createCertificate({ name, notBefore: inDays(-1), notAfter: inDays(1) });
const expired = createCertificate({ name, notBefore: inDays(-2), notAfter: inDays(-1) });
const early = createCertificate({ name, notBefore: inDays(1), notAfter: inDays(2) });
const foreign = createCertificate({
  name: 'other.example',
  notBefore: inDays(-1),
  notAfter: inDays(1),
});
const trustedCertificates = [valid, expired, early, foreign].map(({ cert }) => cert);

describe('sending over TLS', () => {
  it('reaches a receiver with a certificate that is trusted, and keeps the connection', async () => {
    await using receiver = await startTlsReceiver(valid);
    await using sender = testSender({ guard: loopbackGuard, trustedCertificates });
    const url = `https://${name}:${receiver.port}/hook`;
    const first = await sender.send(webhook(url));
    const second = await sender.send(webhook(url));
    expect([first.errorClass, second.errorClass]).to.deep.equal([null, null]);
    expect(receiver.accepted).to.equal(1);
  });

  for (const [what, certificate, code] of [
    ['an expired certificate', expired, 'CERT_HAS_EXPIRED'],
    ['a certificate of tomorrow', early, 'CERT_NOT_YET_VALID'],
    ['a certificate of somebody else', foreign, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ] as const) {
    it(`ends as tls with ${what}`, async () => {
      await using receiver = await startTlsReceiver(certificate);
      const outcome = await outcomeAt(receiver, { trustedCertificates });
      expect(outcome).to.include({ errorClass: 'tls', httpStatus: null });
      expect(outcome.errorMessage).to.include(code);
      expect(receiver.requests).to.deep.equal([]);
    });
  }

  it('ends as tls with a certificate that nobody vouches for', async () => {
    await using receiver = await startTlsReceiver(valid);
    const outcome = await outcomeAt(receiver, {});
    expect(outcome.errorClass).to.equal('tls');
    expect(outcome.errorMessage).to.include('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('ends as tls with a receiver that speaks only what is out of date', async () => {
    const tls = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;
    await using receiver = await startTlsReceiver({ ...valid, ...tls });
    const outcome = await outcomeAt(receiver, { trustedCertificates });
    expect(outcome.errorClass).to.equal('tls');
  });

  for (const [what, behaviour] of [
    ['speaks HTTP without TLS', { onConnection: (it) => it.write(answer('200 OK', {})) }],
    [
      'resets in the handshake',
      { onConnection: (it) => it.once('data', () => it.resetAndDestroy()) },
    ],
    ['closes in the handshake', { onConnection: (it) => it.once('data', () => it.end()) }],
    ['stalls in the handshake', {}],
  ] satisfies [string, RawReceiverOptions][]) {
    it(`ends as tls with a receiver that ${what}, and frees its socket`, async () => {
      await using receiver = await startRawReceiver(behaviour);
      const outcome = await outcomeAt(receiver, { attemptTimeoutMs: 250 });
      expect(outcome).to.include({ errorClass: 'tls', httpStatus: null });
      expect(outcome.durationMs).to.be.below(1_250);
      await waitFor(() => receiver.open === 0, { what: 'the socket to be free' });
    });
  }
});

function inDays(days: number): Date {
  return new Date(Date.now() + days * dayMs);
}

function startTlsReceiver(tls: TlsOptions): Promise<RawReceiver> {
  return startRawReceiver({ tls, onRequest: (socket) => socket.write(answer('200 OK', {})) });
}

async function outcomeAt(
  receiver: RawReceiver,
  options: Partial<UndiciSenderOptions>,
): Promise<AttemptOutcome> {
  await using sender = testSender({ guard: loopbackGuard, ...options });
  return await sender.send(webhook(`https://${name}:${receiver.port}/hook`));
}

const toLoopback: LookupFunction = (_name, { all }, callback) => {
  if (all === true) process.nextTick(callback, null, [{ address: '127.0.0.1', family: 4 }]);
  else process.nextTick(callback, null, '127.0.0.1', 4);
};

const loopbackGuard = { judgeUrl: () => null, lookup: toLoopback };
