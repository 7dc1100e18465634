import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

import type { FieldViolation } from '@webhooks/domain';

/** Certificates of a chain, or of a list of trust anchors. */
export const MAX_CERTIFICATES = 10;
/** Characters of them: a small message has room for a chain and its key. */
const MAX_PEM_LENGTH = 32 * 1024;
const MIN_RSA_BITS = 2048;
/** Of what a certificate may be used for: to say who a client is. */
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Certificates in the order of a text in PEM; null when it holds none, too many or a broken one. */
export function readCertificates(pem: string): readonly X509Certificate[] | null {
  if (pem.length > MAX_PEM_LENGTH) return null;
  const blocks = pem.match(pemBlock) ?? [];
  if (blocks.length === 0 || blocks.length > MAX_CERTIFICATES) return null;
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return null;
  }
}

/** The same certificates as one text, whatever stood between them. */
export function toPem(certificates: readonly X509Certificate[]): string {
  return certificates.map((certificate) => certificate.toString()).join('');
}

/** A private key in PEM; null when it is none, is encrypted, or is too weak. */
export function readPrivateKey(pem: string): KeyObject | null {
  if (pem.length > MAX_PEM_LENGTH) return null;
  try {
    const key = createPrivateKey({ key: pem, format: 'pem' });
    const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    const isStrong = key.asymmetricKeyType === 'rsa' && modulusLength >= MIN_RSA_BITS;
    return isStrong || key.asymmetricKeyType === 'ec' ? key : null;
  } catch {
    return null;
  }
}

/**
 * What is wrong with a chain and its key; null when nothing is. privateKey: null where the key of a
 * signing request is meant. Moments of validity are not looked at.
 */
export function certificateProblem(
  chain: string,
  privateKey: string | null,
): FieldViolation | null {
  const certificates = readCertificates(chain);
  const [own] = certificates ?? [];
  if (certificates === null || own === undefined) {
    return { field: 'chain', message: CHAIN_RULE };
  }
  const isOrdered = certificates.every((authority, index) => {
    const issued = certificates[index - 1];
    if (issued === undefined) return true;
    return issued.checkIssued(authority) && issued.verify(authority.publicKey);
  });
  if (!isOrdered) {
    return { field: 'chain', message: 'must have each certificate before that of its authority' };
  }
  // Also an array that is undefined where a certificate does not restrict its use.
  const usages = own.keyUsage as readonly string[] | undefined;
  if (usages !== undefined && !usages.includes(CLIENT_AUTH)) {
    return {
      field: 'chain',
      message: 'is not for clients (its extended key usage lacks clientAuth)',
    };
  }
  if (privateKey === null) return null;
  const key = readPrivateKey(privateKey);
  if (key === null) return { field: 'private_key', message: KEY_RULE };
  return own.checkPrivateKey(key)
    ? null
    : { field: 'private_key', message: 'is not the key of the first certificate' };
}

export const ANCHORS_RULE = `must be 1 to ${MAX_CERTIFICATES} certificates in PEM, at most 32 KiB`;
const CHAIN_RULE = ANCHORS_RULE;
const KEY_RULE = 'must be an unencrypted key in PEM: RSA of 2048 bits or more, or ECDSA';
