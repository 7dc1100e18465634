import type { RequestListener } from 'node:http';

import { systemClock } from '@webhooks/domain';
import type { Metrics, Tracer } from '@webhooks/telemetry';
import Koa from 'koa';

import type { ConsoleFiles } from './console/console-files.ts';
import { serveConsole } from './console/serve-console.ts';
import { callerAddress, type CallerAddresses } from './http/caller-address.ts';
import { drainingConnections } from './http/draining-connections.ts';
import { errorAnswers } from './http/error-answers.ts';
import { requestId } from './http/request-id.ts';
import type { RequestState, RestContext } from './http/request-state.ts';
import { traceContext } from './http/trace-context.ts';
import { fixedPaths } from './http/unknown-route.ts';
import { noStoreAnswers } from './http/no-store.ts';
import { unreadBody } from './http/unread-body.ts';
import { wellFormed } from './http/well-formed.ts';
import { measureRequests } from './metrics/measure-requests.ts';
import { type ConsoleSessions, consoleSignIn } from './sign-in/console-sign-in.ts';
import type { PortalClient } from './service/grpc-portal-client.ts';
import { restRoutes, type RestRoutesParts } from './routes.ts';

/** What the REST API is made of. */
export interface RestAppParts extends RestRoutesParts {
  /** Null: there is no console. */
  readonly consoleFiles: ConsoleFiles | null;
  /** Null: the console takes pasted tokens alone. */
  readonly sessions: ConsoleSessions | null;
  readonly portal: PortalClient;
  readonly callerAddresses: CallerAddresses;
  /** True once the facade takes no more connections. */
  readonly isDraining: () => boolean;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** The v3 REST API: authentication first, then the request, then the service. */
export function createRestApp(parts: RestAppParts): RequestListener {
  const app = new Koa<RequestState>();
  app.use(unreadBody());
  app.use(requestId());
  app.use(noStoreAnswers());
  app.use(callerAddress(parts.callerAddresses));
  app.use(drainingConnections(parts.isDraining));
  app.use(traceContext(parts.tracer));
  app.use(measureRequests(parts.metrics));
  app.use(errorAnswers(parts.logger));
  app.use(wellFormed());
  if (parts.sessions !== null) {
    for (const part of consoleSignIn(parts.sessions, { ...parts, clock: systemClock })) {
      app.use(part);
    }
  }
  if (parts.consoleFiles !== null) app.use(serveConsole(parts.consoleFiles));
  const router = restRoutes(parts);
  app.use(fixedPaths(router));
  app.use(router.routes());
  app.on('error', (error: Error & { headerSent?: boolean }, ctx?: RestContext) => {
    const requestId = ctx?.state.requestId;
    // Mostly a client that went away while it was answered.
    if (error.headerSent) parts.logger.debug({ err: error, requestId }, 'Answer was not delivered');
    else
      parts.logger.error({ err: error, requestId }, 'Request failed outside of its error handling');
  });
  const handle = app.callback();
  return (request, response) => void handle(request, response);
}
