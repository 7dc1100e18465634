import { DomainError, type Clock } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';

import { securityHeaders } from '../console/security-headers.ts';
import type { RestContext, RestMiddleware } from '../http/request-state.ts';
import { createCookieJar } from './cookie-jar.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { type Begun, GrantError, type GrantProblem, type Provider } from './provider.ts';
import { createSeal } from './seal.ts';
import type { ConsoleSession, SessionStore } from './session-store.ts';
import type { SignInSettings } from './sign-in-settings.ts';

export interface SignInParts {
  readonly settings: SignInSettings;
  readonly sessions: SessionStore;
  readonly provider: Provider;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** Why nobody is signed in; the console has words for each. */
type Problem = GrantProblem | 'not-accepted';

/** A sign-in that is under way, and where in the console it leads. */
interface UnderWay extends Begun {
  readonly place: string;
}

/** What the console learns of the session: never its tokens. */
interface SessionBody {
  readonly session: {
    readonly user_id: number;
    readonly expires_in: number;
    readonly renewable: boolean;
  } | null;
}

type Route = (ctx: RestContext) => Promise<void>;

const SIGN_IN_MS = 600_000;
/** How long a place in the console may be; a form that is filled in stands there. */
const MAX_PLACE = 2_000;
const RETRY_AFTER_MS = 5_000;
const MAX_CAUSES = 6;

/** The routes by which one signs in to the console, stays, and signs out. */
export function signInRoutes(parts: SignInParts): RestMiddleware {
  const { publicBaseUrl } = parts.settings;
  const { origin } = new URL(publicBaseUrl);
  const wayIn = createWayIn(parts);
  const stay = createStay(parts);
  const routes = new Map<string, Route>([
    ['GET /console/sign-in', wayIn.begin],
    ['GET /console/sign-in/callback', wayIn.finish],
    ['GET /console/session', stay.show],
    ['POST /console/session/renew', stay.renew],
    ['POST /console/session/end', stay.end],
  ]);
  return async (ctx, next) => {
    const route = routes.get(`${ctx.method} ${ctx.path}`);
    if (route === undefined) {
      await next();
      return;
    }
    ctx.set(securityHeaders);
    if (ctx.path.startsWith('/console/session')) requireOwnOrigin(ctx, origin);
    await route(ctx);
  };
}

function createWayIn(parts: SignInParts): Readonly<Record<'begin' | 'finish', Route>> {
  const { settings, sessions, provider, clock, logger } = parts;
  const { publicBaseUrl, sessionKeys } = settings;
  const seal = createSeal<UnderWay>('sign-in', sessionKeys, clock);
  const jar = createCookieJar('webhooks-sign-in', {
    isSecure: publicBaseUrl.startsWith('https:'),
    maxCookies: 1,
    maxAgeS: SIGN_IN_MS / 1000,
  });

  /** Always to the console itself: what was asked for is a place in it. */
  function toConsole(ctx: RestContext, place: string, problem: Problem | null): void {
    const query = problem === null ? '' : `?sign-in=${problem}`;
    redirect(ctx, `${publicBaseUrl}/console/${query}${place}`);
  }

  function fail(ctx: RestContext, place: string, error: unknown): void {
    const problem = problemOf(error);
    if (problem === null) throw error;
    const { requestId } = ctx.state;
    logger.warn(
      { reason: reasonOf(error), requestId, problem },
      'Nobody was signed in to the console',
    );
    toConsole(ctx, place, problem);
  }

  return {
    async begin(ctx) {
      const place = placeOf(ctx.query['place']);
      const secrets = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
      };
      try {
        const url = await provider.begin(secrets);
        jar.write(ctx, await seal.seal({ ...secrets, place }, clock.now() + SIGN_IN_MS));
        redirect(ctx, url.href);
      } catch (error) {
        fail(ctx, place, error);
      }
    },
    async finish(ctx) {
      const text = jar.read(ctx);
      const underWay = text === null ? null : await seal.open(text);
      // Somebody else may have begun it, to sign others in as himself.
      if (underWay === null || ctx.query['state'] !== underWay.state) {
        toConsole(ctx, underWay?.place ?? '', 'stale');
        return;
      }
      jar.clear(ctx);
      try {
        await sessions.keep(ctx, await provider.finish(ctx.search, underWay), null);
        toConsole(ctx, underWay.place, null);
      } catch (error) {
        fail(ctx, underWay.place, error);
      }
    },
  };
}

function createStay(parts: SignInParts): Readonly<Record<'show' | 'renew' | 'end', Route>> {
  const { sessions, provider, clock, logger } = parts;

  function answer(ctx: RestContext, session: ConsoleSession | null): void {
    if (session === null) sessions.clear(ctx);
    ctx.body = { session: session === null ? null : bodyOf(session, clock.now()) };
  }

  return {
    async show(ctx) {
      const session = await sessions.read(ctx);
      const isOver =
        session === null || (session.tokenEndsMs <= clock.now() && session.refreshToken === null);
      answer(ctx, isOver ? null : session);
    },
    async renew(ctx) {
      const session = await sessions.read(ctx);
      if (session === null || session.refreshToken === null) {
        answer(ctx, session);
        return;
      }
      try {
        const grant = await provider.renew(session.refreshToken);
        answer(ctx, await sessions.keep(ctx, grant, session));
      } catch (error) {
        const problem = problemOf(error);
        if (problem === null) throw error;
        if (problem === 'unreachable') throw unavailable(error);
        const { requestId } = ctx.state;
        logger.info(
          { reason: reasonOf(error), requestId, problem },
          'A session of the console was not renewed',
        );
        answer(ctx, null);
      }
    },
    async end(ctx) {
      const session = await sessions.read(ctx);
      sessions.clear(ctx);
      const refreshToken = session?.refreshToken ?? null;
      const [, url] = await Promise.all([
        refreshToken === null ? null : provider.revoke(refreshToken).catch(note),
        session === null ? null : provider.endSession().catch(note),
      ]);
      ctx.body = { continue_at: url?.href ?? null };
    },
  };

  /** The session here ends all the same. */
  function note(error: unknown): null {
    logger.warn(
      { reason: reasonOf(error) },
      'Somebody signed out here alone, and not at the provider',
    );
    return null;
  }
}

function bodyOf(session: ConsoleSession, nowMs: number): SessionBody['session'] {
  return {
    user_id: session.userId,
    // Not a time of day: the browser's clock may be wrong.
    expires_in: Math.max(0, Math.floor((session.tokenEndsMs - nowMs) / 1000)),
    renewable: session.refreshToken !== null,
  };
}

/** Null for what is no answer of the provider's, nor about its token. */
function problemOf(error: unknown): Problem | null {
  if (error instanceof GrantError) return error.problem;
  if (!(error instanceof DomainError)) return null;
  if (error.code === 'token_not_valid') return 'not-accepted';
  return error.code === 'service_unavailable' ? 'unreachable' : null;
}

/** Messages alone: what libraries hang on their errors may hold claims of people. */
function reasonOf(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error && messages.length < MAX_CAUSES; at = at.cause) {
    messages.push(at.message);
  }
  return messages.join(': ');
}

/** What stands behind the "#" of the console's address; anything else is its first page. */
function placeOf(asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > MAX_PLACE) return '';
  return /^#\/[!-~]*$/.test(asked) ? asked : '';
}

function redirect(ctx: RestContext, url: string): void {
  ctx.status = 303;
  ctx.set('Location', url);
  ctx.body = '';
}

function unavailable(cause: unknown): DomainError {
  return new DomainError('service_unavailable', 'Service unavailable', {
    retryAfterMs: RETRY_AFTER_MS,
    cause,
  });
}
