import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type CompactVerifyGetKey,
  type CryptoKey,
} from 'jose';

import { DomainError } from '@webhooks/domain';

import { boundedFetch } from './bounded-fetch.ts';
import { unauthorized } from './refusal.ts';

const TIMEOUT_MS = 3_000;
/** A token with an unknown key id makes us fetch again, but not more often than this. */
const COOLDOWN_MS = 30_000;
const MAX_AGE_MS = 600_000;
const RETRY_AFTER_MS = 5_000;

/**
 * Public keys behind a URL, cached for ten minutes. Throws token_not_valid when the token's key is
 * not among them, service_unavailable when they cannot be fetched: then nobody knows.
 */
export function createJwksKeySource(url: URL): CompactVerifyGetKey<CryptoKey> {
  const keySet = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: MAX_AGE_MS,
    [customFetch]: boundedFetch,
  });
  return async (header, token) => {
    try {
      return await keySet(header, token);
    } catch (error) {
      if (isAboutTheToken(error)) throw unauthorized('no key of the issuer fits', error);
      throw new DomainError('service_unavailable', 'Service unavailable', {
        retryAfterMs: RETRY_AFTER_MS,
        cause: error,
      });
    }
  };
}

function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys
  );
}
