import { randomBytes } from 'node:crypto';

import { systemTimers } from '@webhooks/domain';
import { reachableOrigin, startLoop, type App } from '@webhooks/runtime';
import { createLogger, Metrics, startAdminServer } from '@webhooks/telemetry';
import { mintServiceToken, mintUserToken } from '@webhooks/tool-kit';

import { startCanaryReceiver } from './canary-receiver.ts';
import { fly } from './fly.ts';
import { registerCanary } from './register-canary.ts';
import type { Settings } from './settings.ts';

/** The running canary. */
export interface Canary extends App {
  readonly adminPort: number;
}

/** Keys of the tokens that the core accepts. */
export interface CanaryKeys {
  readonly userSecret: string;
  readonly serviceSecret: string;
}

const TOKEN_TTL_S = 300;

/**
 * Sends a canary the whole way, again and again: REST, core, JetStream, dispatcher, and back to a
 * receiver of its own. Its account holds nothing else and belongs to no customer.
 */
export async function startCanary(settings: Settings, keys: CanaryKeys): Promise<Canary> {
  const { host, accountId } = settings;
  const logger = createLogger({ name: 'canary', level: settings.logLevel });
  await using stack = new AsyncDisposableStack();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = stack.use(await startCanaryReceiver({ host, port: settings.port, secret }));
  await registerCanary({
    rpcUrl: settings.rpcUrl,
    token: await mintServiceToken({
      secret: keys.serviceSecret,
      service: 'canary',
      scope: 'catalog:read catalog:write',
      ttlS: TOKEN_TTL_S,
    }),
    accountId,
    endpointUrl: settings.endpointUrl?.href ?? `${reachableOrigin(host, receiver.port)}/`,
    secret,
  });

  const metrics = stack.use(new Metrics('canary'));
  const flights = metrics.counter('canary_total', 'Canaries by what came of them', ['result']);
  const seconds = metrics.histogram(
    'canary_seconds',
    'From the request of a canary to its arrival',
  );
  let arrivedAtMs = performance.now();
  metrics.gauge(
    'canary_age_seconds',
    'Since the last arrival of a canary, or since the start when none has arrived',
    () => (performance.now() - arrivedAtMs) / 1000,
  );

  const stop = new AbortController();
  const mintToken = (): Promise<string> =>
    mintUserToken({ secret: keys.userSecret, userId: accountId, ttlS: TOKEN_TTL_S });
  stack.use(
    startLoop({
      task: async () => {
        const startedAtMs = performance.now();
        const result = await fly({ ...settings, mintToken, receiver, signal: stop.signal });
        if (stop.signal.aborted) return settings.intervalMs;
        flights.of(result).add();
        if (result === 'arrived') {
          arrivedAtMs = performance.now();
          seconds.observe((arrivedAtMs - startedAtMs) / 1000);
        } else logger.error({ result }, 'The canary did not arrive');
        return settings.intervalMs;
      },
      onError: (error) => logger.error({ err: error }, 'The canary could not start'),
      errorPauseMs: settings.intervalMs,
      timers: systemTimers,
    }),
  );
  stack.defer(() => stop.abort());
  const admin = stack.use(
    await startAdminServer({
      host,
      port: settings.adminPort,
      setting: 'CANARY_ADMIN_PORT',
      // It watches; whether what it watches works, its metrics say.
      readiness: () => ({ flying: true }),
      metrics,
    }),
  );
  logger.info({ adminPort: admin.port, accountId }, 'The canary flies');
  const running = stack.move();
  return { adminPort: admin.port, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
