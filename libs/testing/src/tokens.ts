import { createHmac, randomUUID } from 'node:crypto';

/** Claims of a token; they replace the defaults, and undefined leaves one out. */
export type Claims = Readonly<Record<string, unknown>>;

/** A valid access token of user 246 for one hour, unless the claims say otherwise (HS256). */
export function mintUserToken(secret: string | Uint8Array, claims: Claims = {}): string {
  return signHs256(secret, { ...standardClaims(), token_type: 'access', user_id: 246, ...claims });
}

/** A valid service token for one hour without any scope, unless the claims say otherwise (HS256). */
export function mintServiceToken(secret: string | Uint8Array, claims: Claims = {}): string {
  return signHs256(secret, {
    ...standardClaims(),
    token_type: 'service',
    sub: 'test-service',
    scope: '',
    ...claims,
  });
}

function standardClaims(): Claims {
  const nowS = Math.floor(Date.now() / 1000);
  return { iat: nowS, exp: nowS + 3_600, jti: randomUUID() };
}

function signHs256(secret: string | Uint8Array, claims: Claims): string {
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
