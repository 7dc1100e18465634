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

import { resultsDirectory } from '../report/report.ts';
import { freePorts } from './free-ports.ts';
import { openDescriptors, usageOf, type ProcessUsage } from './process-usage.ts';

/** The user whose resends are measured. */
export const BENCH_USER_ID = 246;

const TOKEN_TTL_S = 86_400;

const adminPorts = {
  'resend-service': 'SERVICE_ADMIN_PORT',
  dispatcher: 'DISPATCHER_PORT',
  'rest-facade': 'FACADE_ADMIN_PORT',
} as const satisfies Record<AppName, string>;

export interface SystemOptions {
  /** False leaves the dispatcher out. */
  readonly dispatching: boolean;
  /** The apps write CPU profiles when they stop. */
  readonly profiling?: boolean;
  /** Settings of the apps that differ from their defaults. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Our own programs; they tell their metrics. */
export type AppName = 'resend-service' | 'dispatcher' | 'rest-facade';

export type ProgramName = 'nats-server' | AppName;

/** The real apps as processes of their own. */
export interface System extends AsyncDisposable {
  readonly restUrl: string;
  readonly rpcPort: number;
  /** Value of the Authorization header of the user. */
  readonly authorization: string;
  /** What user tokens are signed with. */
  readonly tokenSecret: string;
  /** From the first process that is started to the moment when all say that they are ready. */
  readonly readyAfterMs: number;
  usage(program: ProgramName): ProcessUsage;
  descriptors(program: ProgramName): number;
  /** Where an app tells its metrics. */
  metricsUrl(app: AppName): string;
}

/** Makes what a data directory needs before the apps start on it. */
export function prepareSecrets(dataDir: string): { readonly secretsKey: Uint8Array } {
  const secrets = ensureSecrets(path.join(dataDir, 'secrets.json'), ['SECRETS_KEY'], {});
  return { secretsKey: Buffer.from(secrets.SECRETS_KEY ?? '', 'base64') };
}

/** Starts the broker, the service, the facade and, where resends are worked on, the dispatcher. */
export async function startSystem(dataDir: string, options: SystemOptions): Promise<System> {
  const settings = await programSettings(dataDir, options);
  const { ports } = settings.options;
  await using started = new AsyncDisposableStack();
  const supervisor = started.use(new Supervisor({ heal: null }));
  const never = new AbortController().signal;
  const startedMs = performance.now();
  await supervisor.start([natsServer(settings)], never);
  await supervisor.start([resendService(settings)], never);
  const rest = [restFacade(settings), ...(options.dispatching ? [dispatcher(settings)] : [])];
  await supervisor.start(rest, never);
  const readyAfterMs = performance.now() - startedMs;
  void supervisor.died.then((reason) => Promise.reject(reason));

  const tokenSecret = settings.secrets.AUTH_HS256_SECRET ?? '';
  const token = await mintUserToken({
    secret: tokenSecret,
    userId: BENCH_USER_ID,
    ttlS: TOKEN_TTL_S,
  });
  const parts = started.move();
  return {
    restUrl: `http://127.0.0.1:${ports.REST_PORT}`,
    rpcPort: ports.RPC_PORT,
    authorization: `Bearer ${token}`,
    tokenSecret,
    readyAfterMs,
    usage: (program) => usageOf(supervisor.pids.get(program) ?? 0),
    descriptors: (program) => openDescriptors(supervisor.pids.get(program) ?? 0),
    metricsUrl: (name) => `http://127.0.0.1:${ports[adminPorts[name]]}/metrics`,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function programSettings(
  dataDir: string,
  { profiling = false, env = {} }: SystemOptions,
): Promise<ProgramSettings> {
  const file = path.join(dataDir, 'secrets.json');
  const names = ['AUTH_HS256_SECRET', 'AUTH_SERVICE_HS256_SECRET', 'SECRETS_KEY'] as const;
  const { PATH, HOME } = process.env;
  const profile = `--cpu-prof --cpu-prof-dir=${path.join(resultsDirectory, 'profiles')}`;
  return {
    options: {
      sample: false,
      exitOnFailure: true,
      host: '127.0.0.1',
      dataDir,
      natsUrl: null,
      ports: await freePorts(),
    },
    secrets: ensureSecrets(file, names, {}),
    // Nothing of the caller's settings may change what is measured.
    env: {
      PATH,
      HOME,
      LOG_LEVEL: 'error',
      ...(profiling ? { NODE_OPTIONS: profile } : {}),
      ...env,
    },
    show: (name, line) => console.error(`[${name}] ${line}`),
  };
}
