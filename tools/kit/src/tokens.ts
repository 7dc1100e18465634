import { randomUUID } from 'node:crypto';

import { SignJWT, type JWTPayload } from 'jose';

/** An access token of a user, as the platform's issuer makes them. */
export async function mintUserToken(options: {
  readonly secret: string;
  readonly userId: number;
  readonly ttlS: number;
}): Promise<string> {
  return sign(options, { token_type: 'access', user_id: options.userId });
}

/** A token of an internal service; scopes have spaces between them. */
export async function mintServiceToken(options: {
  readonly secret: string;
  readonly service: string;
  readonly scope: string;
  readonly ttlS: number;
}): Promise<string> {
  const { service, scope } = options;
  return sign(options, { token_type: 'service', sub: service, scope });
}

function sign(
  { secret, ttlS }: { readonly secret: string; readonly ttlS: number },
  claims: JWTPayload,
): Promise<string> {
  const nowS = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...claims, iat: nowS, exp: nowS + ttlS, jti: randomUUID() })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(Buffer.from(secret));
}
