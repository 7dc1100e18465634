import type { TokenVerifier } from '@webhooks/auth';
import type { Clock } from '@webhooks/domain';
import { StartupError } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import type { ConsoleFiles } from '../console/console-files.ts';
import { encodeContent } from '../http/encoded-content.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import { consoleApi } from './console-api.ts';
import { createProvider } from './provider.ts';
import { createSessionStore } from './session-store.ts';
import { signInRoutes } from './sign-in-routes.ts';
import type { SignInSettings } from './sign-in-settings.ts';

/** What the page says to the console of how one signs in. */
const MARK = '<meta name="sign-in" content="token" />';

/** What signing in at a provider adds to the facade. */
export function consoleSignIn(
  settings: SignInSettings,
  parts: {
    readonly verifier: TokenVerifier;
    readonly clock: Pick<Clock, 'now'>;
    readonly logger: Logger;
  },
): readonly RestMiddleware[] {
  const { verifier, clock, logger } = parts;
  const sessions = createSessionStore(settings, verifier, clock);
  const provider = createProvider(settings, clock);
  return [
    signInRoutes({ settings, sessions, provider, clock, logger }),
    consoleApi(sessions, new URL(settings.publicBaseUrl).origin),
  ];
}

/** The console, which says that one signs in at a provider. @throws StartupError if it knows no such way. */
export function withSignIn(files: ConsoleFiles): ConsoleFiles {
  const page = files.get('');
  const html = page?.content.identity.content.toString() ?? '';
  if (page === undefined || !html.includes(MARK)) {
    throw new StartupError(
      'CONSOLE_DIR: that console knows no OIDC_ISSUER; npm run build makes it',
    );
  }
  const marked = Buffer.from(html.replace(MARK, MARK.replace('token', 'provider')));
  return new Map(files).set('', { ...page, content: encodeContent(marked) });
}
