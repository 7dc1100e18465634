import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as yieldToLoop } from 'node:timers/promises';

import { createAddressGuard, createNameResolver } from '@webhooks/address-guard';
import { connectBus } from '@webhooks/bus';
import { createHttpSender } from '@webhooks/delivery';
import { systemClock, systemTimers, type Fence } from '@webhooks/domain';
import { closeDataDir, StartupError, type App } from '@webhooks/runtime';
import { openDispatcherStores, StoreOpenError } from '@webhooks/store';
import { createLogger, createTracer, Metrics, startAdminServer } from '@webhooks/telemetry';

import { createEgress } from './egress/create-egress.ts';
import { watchEgress } from './egress/egress-watch.ts';
import { Engine } from './engine/engine.ts';
import { Leadership, type LeaderTerm } from './leadership.ts';
import { createDispatcherMetrics } from './metrics/dispatcher-metrics.ts';
import { Notifications } from './notifications/notifications.ts';
import { startPendingPoll } from './pending-poll.ts';
import { startRetention } from './retention.ts';
import { startTerm } from './term.ts';
import { TestEvents } from './test-events/test-events.ts';
import type { Settings } from './settings.ts';

/** Resends of a mode that are in work at once; the others wait in the database. */
const PERMITS = { interactive: 1024, bulk: 256 } as const;
/** Jobs in hand: also while every permit is taken, further ones are begun and acknowledged. */
const JOBS_IN_HAND = { interactive: 2048, bulk: 512 } as const;

/** A job that a killed dispatcher had taken is handed out again after so long. */
const ACK_WAIT_MS = 5_000;

/** Of one account. Endpoints have caps of their own; several of them may share an origin. */
const MAX_CONNECTIONS_PER_ORIGIN = 256;

/** Builds the dispatcher from its settings and starts it: adapters, then features, then edges. */
export async function startApp(
  settings: Settings,
  entry: URL,
): Promise<App & { readonly adminPort: number }> {
  const { maxStreamBytes } = settings;
  const logger = createLogger({ name: 'dispatcher', level: settings.logLevel });
  await using stack = new AsyncDisposableStack();
  for (const line of closeDataDir(settings.dataDir)) logger.warn(line);
  const stores = stack.use(
    await openDispatcherStores(
      { path: join(settings.dataDir, 'webhooks.db'), secretsKey: settings.secretsKey },
      {
        entry,
        onLost: (error) => {
          throw new StartupError(`the database thread ended: ${error.message}`, { cause: error });
        },
      },
    ).catch(asStartupError),
  );
  const bus = stack.use(
    connectBus({ url: settings.natsUrl, name: 'dispatcher', maxStreamBytes, logger }),
  );
  const metrics = stack.use(new Metrics('dispatcher'));
  const tracer = stack.use(
    await createTracer({ app: 'dispatcher', settings: settings.tracing, logger }),
  );
  const meters = createDispatcherMetrics(metrics, {
    isLeading: () => leadership.isLeading,
    isBrokerConnected: () => bus.connected,
    clock: systemClock,
  });
  const store = meters.measureStore(stores.dispatch);
  const names = stack.use(createNameResolver(settings.dns));
  const { attemptTimeoutMs } = settings;
  const egress = createEgress(settings.egress, { resolve: names.resolve, attemptTimeoutMs });
  const onNotSent = watchEgress(egress, { metrics, logger });
  const sender = stack.use(
    createHttpSender({
      attemptTimeoutMs,
      connectionsPerOrigin: MAX_CONNECTIONS_PER_ORIGIN,
      connectionMaxAgeMs: settings.connectionMaxAgeMs,
      guard: createAddressGuard({
        ...settings.addresses,
        resolve: names.resolve,
        resolveTimeoutMs: attemptTimeoutMs,
      }),
      egress,
      clock: systemClock,
    }),
  );

  const lead = (fence: Fence, holdsLease: () => boolean): Promise<LeaderTerm> => {
    const shared = { store, fence, clock: systemClock, timers: systemTimers, logger, tracer };
    const engine = new Engine({
      ...shared,
      sender,
      onNotSent,
      policy: { scheduleMs: settings.retryScheduleMs, expiresAfterMs: settings.expiresAfterMs },
      random: Math.random,
      queues: { endpointMaxInFlight: settings.endpointMaxInFlight, breaker: settings.breaker },
      outages: settings.outages,
      limits: {
        maxInFlight: settings.maxInFlight,
        memoryBytes: settings.prefetchBytes,
        permits: PERMITS,
      },
      holdsLease,
      yieldToLoop: () => yieldToLoop(),
    });
    const sources = (['interactive', 'bulk'] as const).map((mode) =>
      bus.createSource({
        mode,
        maxInFlight: JOBS_IN_HAND[mode],
        ackWaitMs: ACK_WAIT_MS,
      }),
    );
    const notifications = new Notifications({
      ...shared,
      sender,
      onNotSent,
      policy: settings.notifications,
      random: Math.random,
      holdsLease,
    });
    const testEvents = new TestEvents({ ...shared, sender, onNotSent, holdsLease });
    meters.follow(engine, notifications);
    return startTerm({
      engine,
      notifications,
      testEvents,
      sources,
      store,
      startPendingPoll: () =>
        startPendingPoll({
          ...shared,
          engine,
          isBrokerConnected: () => bus.connected,
          maxActive: JOBS_IN_HAND,
        }),
      startRetention: () => startRetention({ ...shared, policy: settings.retention }),
      logger,
      tracer,
      drainMs: settings.drainMs,
    });
  };
  const leadership = stack.use(
    new Leadership({
      lease: stores.lease,
      holder: `${String(process.pid)}-${randomUUID()}`,
      ttlMs: settings.leaseTtlMs,
      now: () => systemClock.now(),
      monotonic: () => performance.now(),
      timers: systemTimers,
      logger,
      lead,
    }),
  );
  const admin = stack.use(
    await startAdminServer({
      host: settings.host,
      port: settings.adminPort,
      setting: 'DISPATCHER_PORT',
      // Without the broker it continues with what it has, and a standby has nothing to do with it.
      readiness: () => ({ database: leadership.isInTouch }),
      metrics,
    }),
  );
  leadership.start();
  logger.info({ adminPort: admin.port }, 'started');
  const started = stack.move();
  return { adminPort: admin.port, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** A database that cannot be opened is reported in one line. */
function asStartupError(error: unknown): never {
  if (error instanceof StoreOpenError) throw new StartupError(error.message, { cause: error });
  throw error;
}
