import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

import { DomainError, type Clock } from '@webhooks/domain';

import { boundedFetch } from './bounded-fetch.ts';

const TIMEOUT_MS = 3_000;
/** A token that no key fits makes us fetch again, but not more often than this. */
const COOLDOWN_MS = 30_000;
/** A key that the issuer withdrew counts for so long at most, whatever else is remembered of it. */
export const MAX_KEY_AGE_MS = 600_000;
const RETRY_AFTER_MS = 5_000;

/** The issuer's keys as they were at one moment. */
export interface KeySet {
  readonly keyFor: ReturnType<typeof createLocalJWKSet>;
  /** When they were asked for. */
  readonly fetchedAtMs: number;
}

/** Public keys behind a URL. Throws service_unavailable when they cannot be fetched. */
export interface JwksKeySource {
  /** Not older than ten minutes. */
  current(): Promise<KeySet>;
  /** Fetched after another one; null when it is too early to fetch again. */
  newerThan(set: KeySet): Promise<KeySet | null>;
}

/** Nothing is fetched before a key is needed; those who need one together share a fetch. */
export function createJwksKeySource(url: URL, clock: Pick<Clock, 'now'>): JwksKeySource {
  let known: KeySet | null = null;
  let fetching: Promise<KeySet> | null = null;
  let triedAtMs = -Infinity;

  async function fetchKeys(): Promise<KeySet> {
    triedAtMs = clock.now();
    const set = { fetchedAtMs: triedAtMs, keyFor: createLocalJWKSet(await readKeySet(url)) };
    known = set;
    return set;
  }

  function fetchOnce(): Promise<KeySet> {
    fetching ??= fetchKeys()
      .catch((cause: unknown) => {
        throw unavailable(cause);
      })
      .finally(() => (fetching = null));
    return fetching;
  }

  return {
    async current() {
      return known !== null && isWithin(MAX_KEY_AGE_MS, known.fetchedAtMs, clock.now())
        ? known
        : fetchOnce();
    },
    async newerThan(set) {
      if (known !== null && known !== set) return known;
      return isWithin(COOLDOWN_MS, triedAtMs, clock.now()) ? null : fetchOnce();
    },
  };
}

/** False for a moment in the future, too: the clock was set back. */
function isWithin(limitMs: number, sinceMs: number, nowMs: number): boolean {
  return nowMs >= sinceMs && nowMs < sinceMs + limitMs;
}

async function readKeySet(url: URL): Promise<JSONWebKeySet> {
  const response = await boundedFetch(url.href, {
    headers: new Headers({ accept: 'application/json' }),
    method: 'GET',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new Error(`the key set was answered with ${response.status}`);
  return (await response.json()) as JSONWebKeySet;
}

function unavailable(cause: unknown): DomainError {
  return new DomainError('service_unavailable', 'Service unavailable', {
    retryAfterMs: RETRY_AFTER_MS,
    cause,
  });
}
