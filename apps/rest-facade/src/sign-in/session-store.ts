import type { TokenVerifier } from '@webhooks/auth';
import { DomainError, isPortalUser, type Clock } from '@webhooks/domain';
import { decodeJwt } from 'jose';

import type { RestContext } from '../http/request-state.ts';
import { createCookieJar } from './cookie-jar.ts';
import type { Grant } from './provider.ts';
import { createSeal } from './seal.ts';
import type { SessionSettings } from './session-settings.ts';

/** Who is signed in to the console. */
export interface ConsoleSession {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly userId: number;
  readonly tokenEndsMs: number;
  /** When one signed in; renewing does not change it. */
  readonly beganMs: number;
  /** It began by a portal link, for somebody who is no user here. */
  readonly isPortal: boolean;
}

/** Sessions, which live in cookies and nowhere else. */
export interface SessionStore {
  /** As it was sealed: whether its token still counts is for those to say who take it. */
  read(ctx: RestContext): Promise<ConsoleSession | null>;
  /**
   * Begins a session, or continues one with a new token. Throws token_not_valid when the token is
   * not accepted here, is another user's, or is too long to be kept, and service_unavailable while
   * nobody can say.
   */
  keep(ctx: RestContext, grant: Grant, before: ConsoleSession | null): Promise<ConsoleSession>;
  clear(ctx: RestContext): void;
}

/** Tokens of 8 KB fit in; more would be more than the headers of a request may have. */
const MAX_COOKIES = 3;

export function createSessionStore(
  settings: SessionSettings,
  verifier: TokenVerifier,
  clock: Pick<Clock, 'now'>,
): SessionStore {
  const { sessionKeys, maxSessionMs, publicBaseUrl } = settings;
  const seal = createSeal<ConsoleSession>('session', sessionKeys, clock);
  const jar = createCookieJar('webhooks-console', {
    isSecure: publicBaseUrl.startsWith('https:'),
    maxCookies: MAX_COOKIES,
    maxAgeS: maxSessionMs / 1000,
  });

  return {
    async read(ctx) {
      const text = jar.read(ctx);
      return text === null ? null : seal.open(text);
    },
    async keep(ctx, { token, refreshToken }, before) {
      const principal = await verifier.verify(`Bearer ${token}`, null);
      if (principal.kind !== 'user') throw refused('it is not the token of a user');
      const { userId } = principal;
      if (before !== null && before.userId !== userId) throw refused('it is another user’s token');
      const nowMs = clock.now();
      const tokenEndsMs = (decodeJwt(token).exp ?? 0) * 1000;
      const beganMs = before?.beganMs ?? nowMs;
      const isPortal = isPortalUser(userId);
      const session = { token, refreshToken, userId, tokenEndsMs, beganMs, isPortal };
      const endsMs = beganMs + maxSessionMs;
      const untilMs = refreshToken === null ? Math.min(tokenEndsMs, endsMs) : endsMs;
      if (!jar.write(ctx, await seal.seal(session, untilMs))) throw refused('it is too long');
      return session;
    },
    clear: (ctx) => jar.clear(ctx),
  };
}

function refused(reason: string): DomainError {
  return new DomainError('token_not_valid', 'Unauthorized', { cause: new Error(reason) });
}
