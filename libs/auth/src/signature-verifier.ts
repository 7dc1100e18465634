import {
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type CryptoKey,
  type JWTVerifyOptions,
} from 'jose';

import { DomainError, type Clock } from '@webhooks/domain';

import {
  createJwksKeySource,
  MAX_KEY_AGE_MS,
  type JwksKeySource,
  type KeySet,
} from './jwks-key-source.ts';
import { MIN_HS256_SECRET_BYTES, type Hs256Key, type JwksKeys } from './key-settings.ts';
import { unauthorized } from './refusal.ts';
import { MAX_CLOCK_SKEW_S } from './token-times.ts';

/**
 * Resolves when the signature of a compact token holds, and its issuer, audience and times, to the
 * moment until which that may be relied on. Throws token_not_valid otherwise.
 */
export type SignatureVerifier = (token: string) => Promise<number>;

/** Keys that are tried for a token that names none. */
const MAX_KEYS_TRIED = 16;

/**
 * Verifies with one algorithm and with keys that only the settings name. Throws
 * service_unavailable while the public keys cannot be fetched.
 */
export function createSignatureVerifier(
  keys: Hs256Key | JwksKeys,
  clock: Pick<Clock, 'now'>,
): SignatureVerifier {
  const options = (algorithm: string): JWTVerifyOptions => ({
    algorithms: [algorithm],
    ...(keys.issuer !== undefined && { issuer: keys.issuer }),
    ...(keys.audience !== undefined && { audience: keys.audience }),
    requiredClaims: ['exp', 'iat'],
    clockTolerance: MAX_CLOCK_SKEW_S,
    currentDate: new Date(clock.now()),
  });
  if ('jwksUrl' in keys) {
    const source = createJwksKeySource(keys.jwksUrl, clock);
    return (token) =>
      refusing(async () => {
        const used = await verifyBySet(token, source, options(keys.algorithm));
        return used.fetchedAtMs + MAX_KEY_AGE_MS;
      });
  }
  const key = importSecret(keys.hs256Secret);
  return (token) =>
    refusing(async () => {
      await jwtVerify(token, await key, options('HS256'));
      return clock.now() + MAX_KEY_AGE_MS;
    });
}

/** With a newer set, once, where the token's key may have come since. Says which set it was. */
async function verifyBySet(
  token: string,
  source: JwksKeySource,
  options: JWTVerifyOptions,
): Promise<KeySet> {
  const set = await source.current();
  try {
    await verifyByAny(token, set, options);
    return set;
  } catch (error) {
    const newer = mayBeNew(token, error) ? await source.newerThan(set) : null;
    if (newer === null) throw error;
    await verifyByAny(token, newer, options);
    return newer;
  }
}

/** By the key that the token names; of one that names none, by any of its algorithm. */
async function verifyByAny(token: string, set: KeySet, options: JWTVerifyOptions): Promise<void> {
  try {
    await jwtVerify(token, set.keyFor, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    await verifyByEach(token, error, options);
  }
}

async function verifyByEach(
  token: string,
  candidates: AsyncIterable<CryptoKey>,
  options: JWTVerifyOptions,
): Promise<void> {
  let failure: unknown = new errors.JWKSNoMatchingKey();
  let tried = 0;
  for await (const key of candidates) {
    if (tried === MAX_KEYS_TRIED) break;
    tried += 1;
    try {
      await jwtVerify(token, key, options);
      return;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      failure = error;
    }
  }
  throw failure;
}

function mayBeNew(token: string, error: unknown): boolean {
  if (error instanceof errors.JWKSNoMatchingKey) return true;
  return (
    error instanceof errors.JWSSignatureVerificationFailed &&
    decodeProtectedHeader(token).kid === undefined
  );
}

function importSecret(secret: Uint8Array): Promise<CryptoKey> {
  if (secret.length < MIN_HS256_SECRET_BYTES) {
    throw new RangeError(`an HS256 secret has at least ${MIN_HS256_SECRET_BYTES} bytes`);
  }
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', secret.slice(), algorithm, false, ['verify']);
}

async function refusing(verify: () => Promise<number>): Promise<number> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw unauthorized('the token does not hold', error);
  }
}
