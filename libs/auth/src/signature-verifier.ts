import { compactVerify, type CryptoKey } from 'jose';

import { DomainError } from '@webhooks/domain';

import { createJwksKeySource } from './jwks-key-source.ts';
import { MIN_HS256_SECRET_BYTES, type Hs256Key, type JwksKeys } from './key-settings.ts';
import { unauthorized } from './refusal.ts';

/** Resolves when the signature of a compact token holds; throws token_not_valid otherwise. */
export type SignatureVerifier = (token: string) => Promise<void>;

/**
 * Verifies with one algorithm and with keys that only the settings name. Throws
 * service_unavailable while the public keys cannot be fetched.
 */
export function createSignatureVerifier(keys: Hs256Key | JwksKeys): SignatureVerifier {
  if ('jwksUrl' in keys) {
    const source = createJwksKeySource(keys.jwksUrl);
    const options = { algorithms: [keys.algorithm] };
    return (token) => refusing(() => compactVerify(token, source, options));
  }
  const key = importSecret(keys.hs256Secret);
  const options = { algorithms: ['HS256'] };
  return (token) => refusing(async () => compactVerify(token, await key, options));
}

function importSecret(secret: Uint8Array): Promise<CryptoKey> {
  if (secret.length < MIN_HS256_SECRET_BYTES) {
    throw new RangeError(`an HS256 secret has at least ${MIN_HS256_SECRET_BYTES} bytes`);
  }
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', secret.slice(), algorithm, false, ['verify']);
}

async function refusing(verify: () => Promise<unknown>): Promise<void> {
  try {
    await verify();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw unauthorized('signature does not hold', error);
  }
}
