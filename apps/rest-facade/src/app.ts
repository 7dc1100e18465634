import { createTokenVerifier } from '@webhooks/auth';
import { systemClock, systemTimers } from '@webhooks/domain';
import { type App, keepDescriptorsFree, listen, reachableOrigin } from '@webhooks/runtime';
import { createLogger, createTracer, Metrics, startAdminServer } from '@webhooks/telemetry';

import { type ConsoleFiles, readConsoleFiles } from './console/console-files.ts';
import { createServiceHealth } from './service/service-health.ts';
import { openServiceTransport } from './service/service-transport.ts';
import { createGrpcControlClient } from './service/grpc-control-client.ts';
import { createGrpcEndpointClient } from './service/grpc-endpoint-client.ts';
import { createGrpcEventClient } from './service/grpc-event-client.ts';
import { createGrpcPortalClient } from './service/grpc-portal-client.ts';
import { createGrpcServiceClient } from './service/grpc-service-client.ts';
import { createOutageLog } from './service/outage-log.ts';
import { createResendWatch } from './service/watch-resend.ts';
import { createCallerAddresses } from './http/caller-address.ts';
import { createRestApp } from './rest-app.ts';
import { type ConsoleSessions, withSessions } from './sign-in/console-sign-in.ts';
import { prepareDrain } from './server/drain-server.ts';
import { defaultRestLimits, type RestLimits } from './server/rest-limits.ts';
import { createRestServer } from './server/rest-server.ts';
import type { Settings } from './settings.ts';

const NO_DESCRIPTORS = 'Connections are refused: too few descriptors (ulimit -n, LimitNOFILE)';

/** The running facade. */
export interface RestFacade extends App {
  readonly port: number;
  readonly adminPort: number;
}

/** Starts the v3 REST API. Disposing it answers what is in flight, for at most limits.drainMs. */
export async function startRestFacade(
  settings: Settings,
  limits: RestLimits = defaultRestLimits,
): Promise<RestFacade> {
  const { host, tokenKeys } = settings;
  const consoleFiles = readConsole(settings);
  await using started = new AsyncDisposableStack();
  const logger = createLogger({ name: 'rest-facade', level: settings.logLevel });
  const metrics = started.use(new Metrics('rest-facade'));
  const tracer = started.use(
    await createTracer({ app: 'rest-facade', settings: settings.tracing, logger }),
  );
  const { rpcTimeoutMs } = settings;
  const { transport } = started.use(openServiceTransport(settings));
  // Of their own, so that streams never take the room of calls.
  const streams = started.use(openServiceTransport(settings));
  const outages = createOutageLog(logger);
  const service = {
    ...createGrpcServiceClient(transport, outages, rpcTimeoutMs),
    ...createGrpcControlClient(transport, outages),
    ...createGrpcEndpointClient(transport, outages),
    ...createGrpcEventClient(transport, outages),
    watchResend: createResendWatch(streams.transport, outages, rpcTimeoutMs),
  };
  const isServiceServing = createServiceHealth(transport);

  const callerAddresses = createCallerAddresses(settings.trustedProxies);
  const server = createRestServer(limits, callerAddresses);
  keepDescriptorsFree(server, (shortage) => logger.warn(shortage, NO_DESCRIPTORS));
  const drain = prepareDrain(server);
  const port = await listen(server, { host, port: settings.restPort, setting: 'REST_PORT' });
  started.defer(() => drain(limits.drainMs));
  const stop = new AbortController();
  started.defer(() => stop.abort());
  const publicBaseUrl = settings.publicBaseUrl ?? reachableOrigin(host, port);
  const verifier = createTokenVerifier(tokenKeys, systemClock);
  const isDraining = (): boolean => !server.listening;
  // Before the first connection: none is accepted until this turn of the event loop is over.
  server.on(
    'request',
    createRestApp({
      ...{ service, verifier, publicBaseUrl, isDraining, limits, logger, metrics, tracer },
      callerAddresses,
      consoleFiles,
      sessions: sessionsOf(settings),
      portal: createGrpcPortalClient(transport, outages),
      timers: systemTimers,
      stopping: stop.signal,
    }),
  );

  const admin = await startAdminServer({
    host,
    port: settings.adminPort,
    setting: 'FACADE_ADMIN_PORT',
    readiness: async () => ({ core: await isServiceServing() }),
    metrics,
  });
  started.use(admin);
  logger.info({ host, port, adminPort: admin.port, publicBaseUrl }, 'REST facade listens');
  const parts = started.move();
  return { port, adminPort: admin.port, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

function readConsole(settings: Settings): ConsoleFiles | null {
  if (settings.consoleDir === null) return null;
  const files = readConsoleFiles(settings.consoleDir);
  const sessions = sessionsOf(settings);
  return sessions === null ? files : withSessions(files, sessions);
}

function sessionsOf({ session, signIn }: Settings): ConsoleSessions | null {
  return session === null ? null : { session, signIn };
}
