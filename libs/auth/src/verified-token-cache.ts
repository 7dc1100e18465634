import { hash } from 'node:crypto';

import { LruMap } from '@webhooks/runtime';

import type { TokenClaims } from './token-claims.ts';

/** Claims of tokens whose signature was verified, by the token's SHA-256. */
export interface VerifiedTokenCache {
  /** Undefined when the token is to be verified again. */
  get(token: string, nowMs: number): TokenClaims | undefined;
  /** untilMs: when the key that it was verified with is to be asked for again. */
  set(token: string, claims: TokenClaims, untilMs: number): void;
}

const MAX_ENTRIES = 10_000;

/**
 * Spares the signature check of a token that was seen before, not the check of its times. The least
 * recently used entry gives way.
 */
export function createVerifiedTokenCache(maxEntries = MAX_ENTRIES): VerifiedTokenCache {
  const entries = new LruMap<string, { readonly claims: TokenClaims; readonly untilMs: number }>(
    maxEntries,
  );
  return {
    get(token, nowMs) {
      const key = keyOf(token);
      const entry = entries.get(key);
      if (entry === undefined || entry.untilMs > nowMs) return entry?.claims;
      entries.delete(key);
      return undefined;
    },
    set(token, claims, keyUntilMs) {
      const untilMs = Math.min(claims.expiresAtS * 1000, keyUntilMs);
      entries.set(keyOf(token), { claims, untilMs });
    },
  };
}

/** The token itself does not stay in memory. */
function keyOf(token: string): string {
  return hash('sha256', token, 'base64');
}
