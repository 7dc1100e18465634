import { unauthorized } from './refusal.ts';

/** Longest token that is looked at, in bytes. */
const MAX_TOKEN_BYTES = 8 * 1024;

const SCHEME_LENGTH = 'Bearer '.length;

/** The scheme in any letter case, one space, three base64url parts and nothing else. */
const BEARER = /^bearer [A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/i;

/** Takes the token out of an Authorization header. Throws token_not_valid for any other form. */
export function readBearerToken(header: string | null): string {
  if (header === null) throw unauthorized('no authorization header');
  if (header.length > SCHEME_LENGTH + MAX_TOKEN_BYTES) throw unauthorized('token is too long');
  if (!BEARER.test(header)) throw unauthorized('authorization is not one bearer token');
  return header.slice(SCHEME_LENGTH);
}
