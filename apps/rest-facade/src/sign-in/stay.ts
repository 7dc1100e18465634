import { DomainError, type Clock } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import type { RestContext } from '../http/request-state.ts';
import type { Provider } from './provider.ts';
import type { ConsoleSession, SessionStore } from './session-store.ts';
import { problemOf, reasonOf } from './sign-in-problem.ts';

/** What a session that is there works with. */
export interface StayParts {
  readonly sessions: SessionStore;
  /** Null: nobody signs in at one. */
  readonly provider: Provider | null;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** What the console learns of the session: never its tokens. */
export interface SessionBody {
  readonly session: {
    readonly user_id: number;
    readonly expires_in: number;
    readonly renewable: boolean;
    /** It began by a link, for somebody who is no user here. */
    readonly portal: boolean;
  } | null;
}

const RETRY_AFTER_MS = 5_000;

/** Showing the session, continuing it, and ending it. */
export function createStay(parts: StayParts): {
  readonly show: (ctx: RestContext) => Promise<void>;
  readonly renew: (ctx: RestContext) => Promise<void>;
  readonly end: (ctx: RestContext) => Promise<void>;
} {
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
      if (provider === null || session === null || session.refreshToken === null) {
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
        refreshToken === null ? null : provider?.revoke(refreshToken).catch(note),
        session === null || session.isPortal ? null : provider?.endSession().catch(note),
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

/** What the console learns of a session. */
export function bodyOf(session: ConsoleSession, nowMs: number): SessionBody['session'] {
  return {
    user_id: session.userId,
    // Not a time of day: the browser's clock may be wrong.
    expires_in: Math.max(0, Math.floor((session.tokenEndsMs - nowMs) / 1000)),
    renewable: session.refreshToken !== null,
    portal: session.isPortal,
  };
}

function unavailable(cause: unknown): DomainError {
  return new DomainError('service_unavailable', 'Service unavailable', {
    retryAfterMs: RETRY_AFTER_MS,
    cause,
  });
}
