/** Who is signed in, and until when. The token is in memory only. */
export interface Session {
  readonly token: string;
  /** Null when the token does not say. */
  readonly userId: string | null;
  readonly expiresAtMs: number | null;
}

/** Why a text cannot be a token to sign in with. */
export type TokenProblem = 'empty' | 'malformed' | 'expired';

interface Claims {
  readonly user_id?: unknown;
  readonly exp?: unknown;
}

/**
 * Reads what a person pasted, with "Bearer" in front or without. Only a courtesy: whether a token is
 * good is for the API to say.
 */
export function readToken(text: string, nowMs: number): Session | TokenProblem {
  const token = text.trim().replace(/^(Authorization:\s*)?Bearer\s+/i, '');
  if (token === '') return 'empty';
  const claims = readClaims(token);
  if (claims === null) return 'malformed';
  const { user_id: userId, exp } = claims;
  const expiresAtMs = typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : null;
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'expired';
  const isId = typeof userId === 'number' || typeof userId === 'string';
  return { token, userId: isId ? String(userId) : null, expiresAtMs };
}

function readClaims(token: string): Claims | null {
  const [, payload] = /^[\w-]+\.([\w-]+)\.[\w-]+$/.exec(token) ?? [];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    return typeof claims === 'object' && claims !== null ? claims : null;
  } catch {
    return null;
  }
}
