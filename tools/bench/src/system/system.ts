import path from 'node:path';

import { mintUserToken } from '@webhooks/tool-kit';
import {
  dispatcher,
  ensureSecrets,
  natsServer,
  resendService,
  restFacade,
  Supervisor,
  type ProgramSettings,
} from '@webhooks/tool-stack';

import { freePorts } from './free-ports.ts';
import { usageOf, type ProcessUsage } from './process-usage.ts';

/** The user whose resends are measured. */
export const BENCH_USER_ID = 246;

const TOKEN_TTL_S = 86_400;

/** The real apps as processes of their own. */
export interface System extends AsyncDisposable {
  readonly restUrl: string;
  /** Value of the Authorization header of the user. */
  readonly authorization: string;
  usage(program: 'nats-server' | 'resend-service' | 'dispatcher' | 'rest-facade'): ProcessUsage;
}

/** Makes what a data directory needs before the apps start on it. */
export function prepareSecrets(dataDir: string): { readonly secretsKey: Uint8Array } {
  const secrets = ensureSecrets(path.join(dataDir, 'secrets.json'), ['SECRETS_KEY'], {});
  return { secretsKey: Buffer.from(secrets.SECRETS_KEY ?? '', 'base64') };
}

/** Starts the broker, the service, the facade and, where resends are to be worked on, the dispatcher. */
export async function startSystem(
  dataDir: string,
  { dispatching }: { readonly dispatching: boolean },
): Promise<System> {
  const settings = await programSettings(dataDir);
  const { secrets, options } = settings;
  await using started = new AsyncDisposableStack();
  const supervisor = started.use(new Supervisor());
  const never = new AbortController().signal;
  await supervisor.start([natsServer(settings)], never);
  await supervisor.start([resendService(settings)], never);
  const rest = [restFacade(settings), ...(dispatching ? [dispatcher(settings)] : [])];
  await supervisor.start(rest, never);
  void supervisor.died.then((reason) => Promise.reject(reason));

  const secret = secrets.AUTH_HS256_SECRET ?? '';
  const token = await mintUserToken({ secret, userId: BENCH_USER_ID, ttlS: TOKEN_TTL_S });
  const parts = started.move();
  return {
    restUrl: `http://127.0.0.1:${options.ports.REST_PORT}`,
    authorization: `Bearer ${token}`,
    usage: (program) => usageOf(supervisor.pids.get(program) ?? 0),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function programSettings(dataDir: string): Promise<ProgramSettings> {
  const file = path.join(dataDir, 'secrets.json');
  const names = ['AUTH_HS256_SECRET', 'AUTH_SERVICE_HS256_SECRET', 'SECRETS_KEY'] as const;
  const { PATH, HOME } = process.env;
  return {
    options: { sample: false, dataDir, natsUrl: null, ports: await freePorts() },
    secrets: ensureSecrets(file, names, {}),
    // Nothing of the caller's settings may change what is measured.
    env: { PATH, HOME },
    show: (name, line) => console.error(`[${name}] ${line}`),
  };
}
