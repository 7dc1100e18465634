import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as yieldToLoop } from 'node:timers/promises';

import { connectBus } from '@webhooks/bus';
import { createUndiciSender } from '@webhooks/delivery';
import { systemClock, systemTimers, type Fence } from '@webhooks/domain';
import type { App } from '@webhooks/runtime';
import { createSqliteDispatchStore, createSqliteLeaseStore, openDatabase } from '@webhooks/store';
import { createLogger, startAdminServer } from '@webhooks/telemetry';

import { Engine } from './engine/engine.ts';
import { Leadership, type LeaderSession } from './leadership.ts';
import { startSession } from './session.ts';
import type { Settings } from './settings.ts';

/** Resends of a mode that are in work at once; the others wait in the broker. */
const ACTIVE_RESENDS = { interactive: 1024, bulk: 256 } as const;

/** Builds the dispatcher from its settings and starts it: adapters, then features, then edges. */
export async function startApp(settings: Settings): Promise<App & { readonly adminPort: number }> {
  const logger = createLogger({ name: 'dispatcher', level: settings.logLevel });
  await using stack = new AsyncDisposableStack();
  const database = stack.use(
    openDatabase({ path: join(settings.dataDir, 'webhooks.db'), secretsKey: settings.secretsKey }),
  );
  const store = createSqliteDispatchStore(database);
  const bus = stack.use(connectBus({ url: settings.natsUrl, name: 'dispatcher', logger }));
  const sender = stack.use(
    createUndiciSender({
      attemptTimeoutMs: settings.attemptTimeoutMs,
      connectionsPerOrigin: settings.endpointMaxInFlight,
      clock: systemClock,
    }),
  );

  const lead = (fence: Fence, holdsLease: () => boolean): Promise<LeaderSession> => {
    const engine = new Engine({
      store,
      fence,
      sender,
      policy: { scheduleMs: settings.retryScheduleMs, expiresAfterMs: settings.expiresAfterMs },
      clock: systemClock,
      timers: systemTimers,
      random: Math.random,
      logger,
      lanes: { endpointMaxInFlight: settings.endpointMaxInFlight, breaker: settings.breaker },
      limits: { maxInFlight: settings.maxInFlight, memoryBytes: settings.windowBytes },
      holdsLease,
      yieldToLoop: () => yieldToLoop(),
    });
    const sources = (['interactive', 'bulk'] as const).map((mode) =>
      bus.createSource({ mode, maxInFlight: ACTIVE_RESENDS[mode] }),
    );
    return startSession({ engine, sources, store, logger, drainMs: settings.drainMs });
  };
  const leadership = stack.use(
    new Leadership({
      lease: createSqliteLeaseStore(database),
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
      readiness: () => ({ database: true, broker: bus.connected }),
    }),
  );
  leadership.start();
  logger.info({ adminPort: admin.port }, 'started');
  const started = stack.move();
  return { adminPort: admin.port, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
