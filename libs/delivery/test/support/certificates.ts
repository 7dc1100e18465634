import { createCertificate, type Certificate, type CertificateOptions } from '@webhooks/testing';

import type { TlsProfile } from '../../src/index.ts';

const dayMs = 86_400_000;

/** What certificates of receivers are for. */
export const receiverName = '127.0.0.1';

export const receiverAuthority = certificate({ name: 'Receiver authority', isAuthority: true });
export const callerAuthority = certificate({ name: 'Caller authority', isAuthority: true });

/** Trusts the authority of receivers, and shows a certificate or none. */
export function as(identity: string, pair: Certificate | null): TlsProfile {
  const certificate = pair === null ? null : { identity, chain: pair.cert, privateKey: pair.key };
  return { certificate, trustAnchors: receiverAuthority.cert };
}

export function ofReceiver(): Certificate {
  const issuer = { name: 'Receiver authority', key: receiverAuthority.key };
  return certificate({ name: receiverName, issuer, usage: 'server' });
}

export function ofCaller(name: string): Certificate {
  const issuer = { name: 'Caller authority', key: callerAuthority.key };
  return certificate({ name, issuer, usage: 'client' });
}

/** One that no authority signed. */
export function ofNobody(): Certificate {
  return certificate({ name: 'nobody.example' });
}

function certificate(options: Omit<CertificateOptions, 'notBefore' | 'notAfter'>): Certificate {
  return createCertificate({
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    ...options,
  });
}
