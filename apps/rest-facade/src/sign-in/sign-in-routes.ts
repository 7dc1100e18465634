import type { Clock } from '@webhooks/domain';
import type { Logger } from '@webhooks/telemetry';

import { securityHeaders } from '../console/security-headers.ts';
import type { RestContext, RestMiddleware } from '../http/request-state.ts';
import type { PortalClient } from '../service/grpc-portal-client.ts';
import { requireOwnOrigin } from './own-origin.ts';
import { openPortal } from './portal.ts';
import type { Provider } from './provider.ts';
import type { SessionSettings } from './session-settings.ts';
import type { SessionStore } from './session-store.ts';
import { createStay } from './stay.ts';
import { createWayIn } from './way-in.ts';

export interface SignInParts {
  readonly settings: SessionSettings;
  readonly sessions: SessionStore;
  /** Null: nobody signs in at one. */
  readonly provider: Provider | null;
  readonly portal: PortalClient;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
}

/** The routes by which one signs in to the console, stays, and signs out. */
export function signInRoutes(parts: SignInParts): RestMiddleware {
  const { origin } = new URL(parts.settings.publicBaseUrl);
  const { provider } = parts;
  const stay = createStay(parts);
  const routes = new Map<string, (ctx: RestContext) => Promise<void>>([
    ['GET /console/session', stay.show],
    ['POST /console/session/renew', stay.renew],
    ['POST /console/session/end', stay.end],
    ['POST /console/session/portal', openPortal(parts)],
  ]);
  if (provider !== null) {
    const wayIn = createWayIn({ ...parts, provider });
    routes.set('GET /console/sign-in', wayIn.begin);
    routes.set('GET /console/sign-in/callback', wayIn.finish);
  }
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
