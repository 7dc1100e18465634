import type { TokenVerifier } from '@webhooks/auth';
import type { Clock } from '@webhooks/domain';
import { StartupError } from '@webhooks/runtime';
import type { Logger } from '@webhooks/telemetry';

import type { ConsoleFiles } from '../console/console-files.ts';
import { encodeContent } from '../http/encoded-content.ts';
import type { RestMiddleware } from '../http/request-state.ts';
import type { PortalClient } from '../service/grpc-portal-client.ts';
import { consoleApi } from './console-api.ts';
import { createProvider } from './provider.ts';
import type { SessionSettings } from './session-settings.ts';
import { createSessionStore } from './session-store.ts';
import { signInRoutes } from './sign-in-routes.ts';
import type { SignInSettings } from './sign-in-settings.ts';

/** What the page says to the console of how one signs in. */
const MARK = '<meta name="sign-in" content="token" />';

/** Sessions, and how people sign in to one. */
export interface ConsoleSessions {
  readonly session: SessionSettings;
  /** Null: a session begins by a portal link alone. */
  readonly signIn: SignInSettings | null;
}

/** What sessions of the console add to the facade. */
export function consoleSignIn(
  { session, signIn }: ConsoleSessions,
  parts: {
    readonly verifier: TokenVerifier;
    readonly portal: PortalClient;
    readonly clock: Pick<Clock, 'now'>;
    readonly logger: Logger;
  },
): readonly RestMiddleware[] {
  const { verifier, clock } = parts;
  const sessions = createSessionStore(session, verifier, clock);
  const provider = signIn === null ? null : createProvider(signIn, clock);
  return [
    signInRoutes({ ...parts, settings: session, sessions, provider }),
    consoleApi(sessions, new URL(session.publicBaseUrl).origin),
  ];
}

/** The console, which says that it has sessions. @throws StartupError if it knows of none. */
export function withSessions(files: ConsoleFiles, { signIn }: ConsoleSessions): ConsoleFiles {
  const page = files.get('');
  const html = page?.content.identity.content.toString() ?? '';
  if (page === undefined || !html.includes(MARK)) {
    throw new StartupError(
      'CONSOLE_DIR: that console knows no SESSION_KEY; npm run build makes it',
    );
  }
  const way = signIn === null ? 'link' : 'provider';
  const marked = Buffer.from(html.replace(MARK, MARK.replace('token', way)));
  return new Map(files).set('', { ...page, content: encodeContent(marked) });
}
