import {
  MIN_HS256_SECRET_BYTES,
  publicKeyAlgorithms,
  type ExpectedClaims,
  type Hs256Key,
  type JwksKeys,
  type TokenKeySettings,
} from './key-settings.ts';

/** The part of a settings reader that is needed here; a bad setting is reported to it. */
export interface KeySettingsSource {
  optionalText(name: string): string | null;
  secretText(name: string): string | null;
  secret(name: string, options: { readonly minBytes: number }): Uint8Array;
  problem(name: string, message: string): void;
}

/**
 * Reads AUTH_HS256_SECRET, or AUTH_JWKS_URL with AUTH_ALGORITHM, for the tokens of users, and
 * AUTH_SERVICE_HS256_SECRET, which may be absent, for those of internal services. AUTH_ISSUER and
 * AUTH_AUDIENCE, when they are set, are what tokens of users have to say; AUTH_USER_CLAIM, where an
 * OIDC provider makes them, is the claim with the user's id.
 */
export function readTokenKeySettings(source: KeySettingsSource): TokenKeySettings {
  const user = { ...readUserKeys(source), ...readExpectedClaims(source) };
  const service =
    source.secretText('AUTH_SERVICE_HS256_SECRET') === null
      ? null
      : readSecret(source, 'AUTH_SERVICE_HS256_SECRET');
  if (service !== null && 'hs256Secret' in user && sameBytes(service, user)) {
    source.problem('AUTH_SERVICE_HS256_SECRET', 'must differ from AUTH_HS256_SECRET');
  }
  return { user, service };
}

function readExpectedClaims(source: KeySettingsSource): ExpectedClaims {
  const issuer = source.optionalText('AUTH_ISSUER');
  const audience = source.optionalText('AUTH_AUDIENCE');
  const userClaim = source.optionalText('AUTH_USER_CLAIM');
  // A provider makes such tokens for every application that it knows.
  if (userClaim !== null && (issuer === null || audience === null)) {
    source.problem('AUTH_USER_CLAIM', 'needs AUTH_ISSUER and AUTH_AUDIENCE');
  }
  return {
    ...(issuer !== null && { issuer }),
    ...(audience !== null && { audience }),
    ...(userClaim !== null && { userClaim }),
  };
}

function readUserKeys(source: KeySettingsSource): Hs256Key | JwksKeys {
  const url = source.optionalText('AUTH_JWKS_URL');
  if (url === null) return readSecret(source, 'AUTH_HS256_SECRET');
  if (source.secretText('AUTH_HS256_SECRET') !== null) {
    source.problem('AUTH_JWKS_URL', 'and AUTH_HS256_SECRET exclude each other');
  }
  const algorithm = source.optionalText('AUTH_ALGORITHM');
  const known = publicKeyAlgorithms.find((name) => name === algorithm);
  if (known === undefined) {
    source.problem('AUTH_ALGORITHM', `must be one of ${publicKeyAlgorithms.join(', ')}`);
  }
  return { jwksUrl: readJwksUrl(source, url), algorithm: known ?? 'RS256' };
}

/** Who can change the answer of this URL can make tokens: plain http stays on this machine. */
function readJwksUrl(source: KeySettingsSource, text: string): URL {
  const url = URL.parse(text);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && loopback)) {
    source.problem('AUTH_JWKS_URL', 'must be an https URL (http on the loopback address)');
  }
  return url ?? new URL('https://invalid');
}

function readSecret(source: KeySettingsSource, name: string): Hs256Key {
  return { hs256Secret: source.secret(name, { minBytes: MIN_HS256_SECRET_BYTES }) };
}

function sameBytes(a: Hs256Key, b: Hs256Key): boolean {
  return Buffer.from(a.hs256Secret).equals(b.hs256Secret);
}
