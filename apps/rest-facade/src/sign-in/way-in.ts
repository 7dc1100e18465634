import type { Clock } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';

import type { RestContext } from '../http/request-state.ts';
import { createCookieJar } from './cookie-jar.ts';
import type { Begun, Provider } from './provider.ts';
import { createSeal } from './seal.ts';
import type { SessionSettings } from './session-settings.ts';
import type { SessionStore } from './session-store.ts';
import { problemOf, reasonOf, type SignInProblem } from './sign-in-problem.ts';

/** What signing in at the provider works with. */
export interface WayInParts {
  readonly settings: SessionSettings;
  readonly sessions: SessionStore;
  readonly provider: Provider;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** A sign-in that is under way, and where in the console it leads. */
interface UnderWay extends Begun {
  readonly place: string;
}

const SIGN_IN_MS = 600_000;
/** How long a place in the console may be; filters stand there. */
const MAX_PLACE = 2_000;

/** The way to the provider, and the way back from it. */
export function createWayIn(parts: WayInParts): {
  readonly begin: (ctx: RestContext) => Promise<void>;
  readonly finish: (ctx: RestContext) => Promise<void>;
} {
  const { settings, sessions, provider, clock, logger } = parts;
  const { publicBaseUrl, sessionKeys } = settings;
  const seal = createSeal<UnderWay>('sign-in', sessionKeys, clock);
  const jar = createCookieJar('webhooks-sign-in', {
    isSecure: publicBaseUrl.startsWith('https:'),
    maxCookies: 1,
    maxAgeS: SIGN_IN_MS / 1000,
  });

  /** Always to the console itself: what was asked for is a place in it. */
  function toConsole(ctx: RestContext, place: string, problem: SignInProblem | null): void {
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
