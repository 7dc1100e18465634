import type { StoredEndpoint } from '@webhooks/domain';

/** Secrets that one endpoint keeps; each one more is a signature more in every request. */
const maxSecrets = 4;

/** The endpoint with a new secret in front; the others sign until they expire. */
export function rotatedEndpoint(
  endpoint: StoredEndpoint,
  secret: string,
  oldExpireAtMs: number,
  nowMs: number,
): StoredEndpoint {
  const old = endpoint.signingSecrets
    .filter((known) => known.secret !== secret)
    .map((known) => ({
      secret: known.secret,
      expiresAtMs: Math.min(known.expiresAtMs ?? oldExpireAtMs, oldExpireAtMs),
    }))
    .filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  return {
    ...endpoint,
    signingSecrets: [{ secret, expiresAtMs: null }, ...old].slice(0, maxSecrets),
  };
}
