import { X509Certificate } from 'node:crypto';

/** What is shown of a certificate beside its holder. */
export interface CertificateFacts {
  /** SHA-256 in hexadecimal. */
  readonly fingerprint: string;
  readonly notAfterMs: number;
}

/** As many as there may be identities: nearly all endpoints show one of a few certificates. */
const maxKept = 1_000;

const kept = new Map<string, CertificateFacts>();

/** Facts of the first certificate of a chain in PEM, read once. */
export function certificateFacts(chain: string): CertificateFacts {
  const known = kept.get(chain);
  if (known !== undefined) return known;
  const { fingerprint256, validToDate } = new X509Certificate(chain);
  const facts = {
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
    notAfterMs: validToDate.getTime(),
  };
  const [oldest] = kept.keys();
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
  kept.set(chain, facts);
  return facts;
}
