import { dirname } from 'node:path';

import {
  authenticationGate,
  createFacadeCheck,
  createPortalTokenSigner,
  createTokenVerifier,
  FACADE_SECRET_HEADER,
} from '@webhooks/auth';
import { connectBus } from '@webhooks/bus';
import { systemClock, systemTimers, type ResendStore, type Stores } from '@webhooks/domain';
import { closeDataDir, StartupError, type App } from '@webhooks/runtime';
import {
  openImportStore,
  openPreviewStore,
  openStores,
  StoreOpenError,
  type StoreSettings,
} from '@webhooks/store';
import { createLogger, createTracer, Metrics, startAdminServer } from '@webhooks/telemetry';

import { registerAuditChain, startAuditChain } from './audit/audit-chain-loop.ts';
import { auditService } from './audit/audit-service.ts';
import { catalogService } from './catalog/catalog-service.ts';
import { ImportWriter } from './catalog/import-writer.ts';
import { endpointService } from './endpoint/endpoint-service.ts';
import { identityService } from './identity/identity-service.ts';
import { startExpiryLoop } from './identity/expiry-loop.ts';
import { eventService } from './event/event-service.ts';
import { registerBacklog } from './metrics/backlog-metrics.ts';
import { registerCertificateExpiry } from './metrics/certificate-expiry.ts';
import { createServiceMetrics } from './metrics/service-metrics.ts';
import { registerWalSize } from './metrics/wal-size.ts';
import { startOutbox } from './outbox/outbox.ts';
import { tracePublisher } from './outbox/trace-publisher.ts';
import { portalService } from './portal/portal-service.ts';
import { startProgressFeed } from './progress/progress-feed.ts';
import { relayService } from './relay/relay-service.ts';
import { createAcceptor } from './resend/acceptor.ts';
import { createAcknowledgements } from './resend/acknowledgements.ts';
import { createResend } from './resend/create-resend.ts';
import { PreviewReader } from './resend/preview-reader.ts';
import { resendService } from './resend/resend-service.ts';
import { startWatchRights } from './resend/watch-rights.ts';
import { startRetention } from './retention/retention.ts';
import { Arrivals } from './rpc/arrivals.ts';
import { createMethodRights } from './rpc/method-rights.ts';
import { createRateLimit } from './rpc/rate-limit.ts';
import { createRoutes } from './rpc/routes.ts';
import type { MayTellAddress } from './rpc/call.ts';
import { createRpcListener } from './rpc/rpc-listener.ts';
import { startRpcServer } from './rpc/rpc-server.ts';
import type { Settings } from './settings.ts';

const NO_DESCRIPTORS = 'Connections are refused: too few descriptors (ulimit -n, LimitNOFILE)';

/** The running service. */
export interface ResendServiceApp extends App {
  readonly rpcPort: number;
  readonly adminPort: number;
}

/** Calls that run get this long to end; with the rest of the stop it stays within ten seconds. */
const DRAIN_MS = 8_000;

/** The thread that answers calls waits no longer for anything in the database. */
const STATEMENT_WAIT_MS = 10;

/**
 * Builds the service from its settings and starts it: adapters, then features, then edges. The entry
 * is the program that large imports are written by, in a thread.
 */
export async function startApp(settings: Settings, entry: URL): Promise<ResendServiceApp> {
  const { host, maxStreamBytes } = settings;
  const logger = createLogger({ name: 'resend-service', level: settings.logLevel });
  const stop = new AbortController();
  const common = { clock: systemClock, timers: systemTimers, logger, stopping: stop.signal };
  await using stack = new AsyncDisposableStack();

  for (const line of closeDataDir(dirname(settings.databasePath))) logger.warn(line);
  const database: StoreSettings = {
    path: settings.databasePath,
    secretsKey: settings.secretsKey,
  };
  const { catalog, resends, endpoints, identities, testEvents, events, portal, ...kept } =
    stack.use(await open(database));
  const { audit, retention, backlog } = kept;
  const importWriter = stack.use(
    new ImportWriter({
      catalog,
      startThread: (onLost) => openImportStore(database, { entry, onLost }),
      timers: systemTimers,
      logger,
    }),
  );
  const previews = stack.use(
    new PreviewReader({
      startThread: (onLost) => openPreviewStore(database, { entry, onLost }),
      logger,
    }),
  );
  const bus = stack.use(
    connectBus({ url: settings.natsUrl, name: 'resend-service', maxStreamBytes, logger }),
  );

  const metrics = stack.use(new Metrics('resend-service'));
  const tracer = stack.use(
    await createTracer({ app: 'resend-service', settings: settings.tracing, logger }),
  );
  const meters = createServiceMetrics(metrics, { isBrokerConnected: () => bus.connected });
  registerWalSize(metrics, settings.databasePath);
  registerBacklog(metrics, { backlog, clock: systemClock });
  registerCertificateExpiry(metrics, { identities, clock: systemClock });

  const outbox = stack.use(
    startOutbox({
      ...common,
      ...settings,
      resends,
      publisher: tracePublisher(bus.publisher, tracer),
    }),
  );
  stack.defer(bus.onConnected(outbox.resume));
  registerAuditChain(metrics, audit);
  stack.use(startAuditChain({ ...common, audit }));
  const progress = stack.use(
    startProgressFeed({ ...common, resends, expiresAfterMs: settings.expiresAfterMs }),
  );
  stack.use(startExpiryLoop({ ...common, identities }));
  stack.use(
    startRetention({
      ...common,
      retention,
      policy: settings.retention,
    }),
  );
  const verifier = createTokenVerifier(settings.tokenKeys, systemClock);
  const serviceKey = settings.tokenKeys.service;
  const signPortalToken = serviceKey === null ? null : createPortalTokenSigner(serviceKey);
  const rights = stack.use(startWatchRights({ ...common, catalog, verifier }));
  const policy = settings.addresses;
  const resendParts = {
    ...{ ...common, catalog, resends, previews, progress, rights },
    watchers: settings.watchers,
    expiresAfterMs: settings.expiresAfterMs,
    accept: createAcceptor(meters.measureAccept(resends)),
    publishSoon: outbox.publishSoon,
    activeLimits: settings.activeLimits,
    originalRetryForMs: settings.originalRetryForMs,
    acknowledgements: createAcknowledgements({ ...common, resends }),
  };
  const edge = {
    authenticate: authenticationGate(verifier, createMethodRights()),
    limitRate: createRateLimit(settings.userRate, systemClock),
    mayForwardAddress: mayForwardAddress(settings),
    countCall: meters.countCall,
    tracer,
  };
  const routes = createRoutes({
    ...common,
    ...edge,
    resend: resendService(resendParts),
    relay: relayService({ ...common, ...edge, createResend: createResend(resendParts) }),
    catalog: catalogService({ ...common, catalog, importWriter, policy }),
    endpoint: endpointService({
      ...{ ...common, ...settings, catalog, endpoints, testEvents, policy },
      verification: settings.verification ?? (await catalog.verificationDefault()),
    }),
    identity: identityService({ ...common, identities }),
    event: eventService({ ...common, ...settings, events }),
    audit: auditService(audit),
    portal: portalService({ ...common, portal, signPortalToken }),
  });

  const admin = stack.use(
    await startAdminServer({
      host,
      port: settings.adminPort,
      setting: 'SERVICE_ADMIN_PORT',
      readiness: async () => ({
        database: await answers(resends),
        serving: !stop.signal.aborted,
      }),
      metrics,
    }),
  );
  const listener = createRpcListener({
    ...{ ...edge, routes, logger },
    arrivals: stack.use(new Arrivals()),
  });
  const server = await startRpcServer({
    host,
    port: settings.rpcPort,
    listener,
    onShortage: (shortage) => logger.warn(shortage, NO_DESCRIPTORS),
  });
  stack.defer(() => server.drain(DRAIN_MS));
  stack.defer(() => stop.abort());

  logger.info({ rpcPort: server.port, adminPort: admin.port }, 'Started');
  const running = stack.move();
  return {
    rpcPort: server.port,
    adminPort: admin.port,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Rejects, which means "not ready", when the database cannot be read. */
async function answers(resends: Pick<ResendStore, 'unpublishedJobs'>): Promise<true> {
  await resends.unpublishedJobs(1);
  return true;
}

function mayForwardAddress({ facadeSecret }: Settings): MayTellAddress {
  const isFacade = createFacadeCheck(facadeSecret);
  return (headers) => isFacade(headers[FACADE_SECRET_HEADER]);
}

/** A database that cannot be opened is reported in one line. */
async function open(database: StoreSettings): Promise<Stores> {
  try {
    return await openStores(database, { statementWaitMs: STATEMENT_WAIT_MS });
  } catch (error) {
    if (error instanceof StoreOpenError) throw new StartupError(error.message, { cause: error });
    throw error;
  }
}
