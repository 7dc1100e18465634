import type { TlsOptions } from 'node:tls';
import { workerData } from 'node:worker_threads';

import { createCertificate, type Certificate } from '@webhooks/testing';

import { answer, drip, writeForEver } from '../support/raw-receiver.ts';
import type { HostileKind } from './hostile-kind.ts';

const dayMs = 86_400_000;

/** The name that every receiver is called by. */
export const hostileName = 'merchant.example';

/** Of all receivers; a thread with receivers of its own gets those of its parent. */
export const certificates =
  (workerData as { readonly certificates?: ReturnType<typeof makeCertificates> } | null)
    ?.certificates ?? makeCertificates();

const { valid, expired, early, foreign, untrusted } = certificates;
const outdated = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;

/** What the sender trusts: all but one, so that each is refused for its own fault. */
export const trustedCertificates = [valid, expired, early, foreign].map(({ cert }) => cert);

/** Receivers that do not complete a secure connection, or misuse one. */
export const tlsKinds: readonly HostileKind[] = [
  refused('has an expired certificate', expired, 'CERT_HAS_EXPIRED'),
  refused('has a certificate of tomorrow', early, 'CERT_NOT_YET_VALID'),
  refused('has the certificate of somebody else', foreign, 'ERR_TLS_CERT_ALTNAME_INVALID'),
  refused('has a certificate that nobody vouches for', untrusted, 'DEPTH_ZERO_SELF_SIGNED_CERT'),
  refused('speaks only what is out of date', {
    ...valid,
    ...outdated,
    ciphers: 'ALL:@SECLEVEL=0',
  }),
  refused('shares no cipher', { ...valid, maxVersion: 'TLSv1.2', ciphers: 'PSK' }),
  ...(
    [
      ['speaks HTTP without TLS', answer('200 OK', {})],
      ['answers the greeting with an alert', '\x15\x03\x03\0\x02\x02\x28'],
      ['answers the greeting with noise', '\0\xff'.repeat(2000)],
      ['answers the greeting with a record that is too long', '\x16\x03\x03\xff\xff'],
    ] as const
  ).map(([name, bytes]): HostileKind => ({
    name,
    onConnection: (socket) => void socket.write(bytes, 'latin1'),
    isSecure: true,
    isUnread: true,
    expected: { errorClass: 'tls' },
  })),
  {
    name: 'floods the handshake',
    onConnection: (socket) => writeForEver(socket, '\x16\x03\x03\0\x05hello'.repeat(1000)),
    isSecure: true,
    isUnread: true,
    expected: { errorClass: 'tls' },
  },
  {
    name: 'resets in the handshake',
    onConnection: (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    isSecure: true,
    isUnread: true,
    expected: { errorClass: 'tls' },
  },
  {
    name: 'closes in the handshake',
    onConnection: (socket) => void socket.once('data', () => socket.end()),
    isSecure: true,
    isUnread: true,
    expected: { errorClass: 'tls' },
  },
  {
    name: 'stalls in the handshake',
    isSecure: true,
    isUnread: true,
    endsByDeadline: true,
    expected: { errorClass: 'tls' },
  },
  {
    name: 'drips in the handshake',
    onConnection: (socket) => {
      socket.write('\x16\x03\x03\x40\x00', 'latin1');
      drip(socket, '\x02', 20);
    },
    isSecure: true,
    isUnread: true,
    endsByDeadline: true,
    expected: { errorClass: 'tls' },
  },
  {
    name: 'stalls once the connection is secure',
    tls: valid,
    onRequest: () => {},
    endsByDeadline: true,
    expected: { errorClass: 'timeout' },
  },
  {
    name: 'closes the secure connection without an answer',
    tls: valid,
    onRequest: (socket) => socket.destroy(),
    expected: { errorClass: 'reset' },
  },
  {
    name: 'floods the secure connection',
    tls: valid,
    onRequest: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      writeForEver(socket, 'x'.repeat(16_384));
    },
    expected: { errorClass: null, httpStatus: 200, snippet: Buffer.alloc(4096, 'x') },
  },
];

function refused(name: string, tls: TlsOptions, message?: string): HostileKind {
  return {
    name,
    tls,
    isUnread: true,
    onRequest: (socket) => socket.write(answer('200 OK', {})),
    expected: { errorClass: 'tls', ...(message !== undefined && { message }) },
  };
}

function makeCertificates() {
  return {
    valid: certificate(hostileName, -1, 1),
    expired: certificate(hostileName, -2, -1),
    early: certificate(hostileName, 1, 2),
    foreign: certificate('other.example', -1, 1),
    untrusted: certificate(hostileName, -1, 1),
  };
}

function certificate(name: string, fromDays: number, toDays: number): Certificate {
  return createCertificate({
    name,
    notBefore: new Date(Date.now() + fromDays * dayMs),
    notAfter: new Date(Date.now() + toDays * dayMs),
  });
}
