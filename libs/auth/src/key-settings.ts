/** Algorithms whose public keys come from a JWKS URL. */
export const publicKeyAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const;

export type PublicKeyAlgorithm = (typeof publicKeyAlgorithms)[number];

/** What the tokens of an issuer have to say; absent: anything. */
export interface ExpectedClaims {
  /** iss */
  readonly issuer?: string;
  /** aud, or one of several. */
  readonly audience?: string;
  /**
   * The claim with the user's id, in tokens that an OIDC provider makes: they have no token_type, and
   * often no jti. Absent: the tokens are of our own form.
   */
  readonly userClaim?: string;
}

/** A shared secret of at least 32 bytes. */
export interface Hs256Key extends ExpectedClaims {
  readonly hs256Secret: Uint8Array;
}

/** The issuer's public keys. */
export interface JwksKeys extends ExpectedClaims {
  readonly jwksUrl: URL;
  readonly algorithm: PublicKeyAlgorithm;
}

/** Keys of the two kinds of token. The algorithm is fixed here, never by the token. */
export interface TokenKeySettings {
  readonly user: Hs256Key | JwksKeys;
  /** Null refuses every service token. */
  readonly service: Hs256Key | null;
}

/** RFC 7518 asks for a key as long as the hash. */
export const MIN_HS256_SECRET_BYTES = 32;
