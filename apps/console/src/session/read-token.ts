/** Who is signed in, and until when. */
export interface Session {
  /** Pasted, and in memory only; null: the session is in a cookie that no script reads. */
  readonly token: string | null;
  /** Null when the token does not say. */
  readonly userId: string | null;
  readonly expiresAtMs: number | null;
  /** When it is to be renewed; null: it ends with its token. */
  readonly renewAtMs: number | null;
  /** It began by a link, for somebody who is no user here. */
  readonly isByLink: boolean;
}

/** A session of a token that was pasted. */
export interface PastedSession extends Session {
  readonly token: string;
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
export function readToken(text: string, nowMs: number): PastedSession | TokenProblem {
  const token = text.trim().replace(/^(Authorization:\s*)?Bearer\s+/i, '');
  if (token === '') return 'empty';
  const claims = readClaims(token);
  if (claims === null) return 'malformed';
  const { user_id: userId, exp } = claims;
  const expiresAtMs = typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : null;
  if (expiresAtMs !== null && expiresAtMs <= nowMs) return 'expired';
  const isId = typeof userId === 'number' || typeof userId === 'string';
  return {
    token,
    userId: isId ? String(userId) : null,
    expiresAtMs,
    renewAtMs: null,
    isByLink: false,
  };
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
