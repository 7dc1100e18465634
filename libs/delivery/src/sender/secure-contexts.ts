import { createSecureContext, type SecureContext } from 'node:tls';

import { profileKey, type TlsProfile } from './tls-profile.ts';

/** Contexts that are kept; the rest is made again when it is needed. */
const maxKept = 1_000;

/** A certificate, key or trust anchor of ours that TLS cannot work with. */
export class UnusableProfileError extends Error {
  readonly code = 'ERR_TLS_PROFILE';
}

/**
 * What is trusted and shown, for each profile of a sender: made when its first connection needs it,
 * since one costs 400 µs and more.
 */
export class SecureContexts {
  readonly #kept = new Map<string, SecureContext>();
  readonly #trusted: readonly string[] | null;

  /** trustedCertificates: PEM, instead of the well-known authorities; null: those. */
  constructor(trustedCertificates: readonly string[] | null) {
    this.#trusted = trustedCertificates;
  }

  /** Throws UnusableProfileError. */
  get(profile: TlsProfile | null): SecureContext {
    const key = profileKey(profile);
    const context = this.#kept.get(key) ?? this.#make(profile);
    this.#kept.delete(key);
    this.#kept.set(key, context);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest);
    return context;
  }

  #make(profile: TlsProfile | null): SecureContext {
    const { certificate = null, trustAnchors = null } = profile ?? {};
    const trusted = this.#trusted;
    try {
      const context = createSecureContext({
        minVersion: 'TLSv1.2',
        // An anchor may be an authority below a root, or the receiver's own certificate.
        ...(trustAnchors !== null && { allowPartialTrustChain: true }),
        ...(trusted !== null && { ca: [...trusted] }),
        ...(certificate !== null && { cert: certificate.chain, key: certificate.privateKey }),
      });
      if (trustAnchors !== null) trustAlso(context, trustAnchors);
      return context;
    } catch (cause) {
      throw new UnusableProfileError((cause as Error).message, { cause });
    }
  }
}

/**
 * What `ca` does beside what it replaces: naming the well-known authorities there again takes node
 * 100 ms for each context, since it reads every one of them anew.
 */
function trustAlso({ context }: SecureContext, trustAnchors: string): void {
  (context as { addCACert(pem: string): void }).addCACert(trustAnchors);
}
